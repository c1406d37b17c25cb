"""The made-up trust: five hospitals, four divisions and the corporate areas, and the wards and teams in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qi_eval.demo.calendar import PROGRAMME_START
from qi_eval.demo.writing import Row

ORGANISATION = "RNB"
TRUST_NAME = "Northbank University Hospitals NHS Trust (made up)"
ESTABLISHED = date(2015, 4, 1)
WTE_PER_HEAD = 0.89  # funded posts a head, about what a trust with much part-time work has

HOSPITALS = {
    "NG": "Northbank General Hospital",
    "RV": "Riverside Hospital",
    "HV": "Harbour View Hospital",
    "MB": "Millbrook Women's and Children's Hospital",
    "EG": "Eastgate Community Hospital",
}
DIVISIONS = {
    "MED": "Medicine and emergency care",
    "SUR": "Surgery, theatres and cancer",
    "WCH": "Women's and children's",
    "CSS": "Clinical support and community",
    "COR": "Corporate areas",
}
SERVICES = {  # service → (division, hospital, name)
    "EMER-NG": ("MED", "NG", "Emergency and acute care"),
    "HEART-NG": ("MED", "NG", "Heart, stroke and kidney"),
    "GENMED-NG": ("MED", "NG", "General and older people's medicine"),
    "EMER-RV": ("MED", "RV", "Emergency and acute care"),
    "GENMED-RV": ("MED", "RV", "General medicine"),
    "REHAB-EG": ("MED", "EG", "Rehabilitation"),
    "THEATRES-NG": ("SUR", "NG", "Theatres and critical care"),
    "SURGERY-NG": ("SUR", "NG", "Emergency surgery and trauma"),
    "ELECTIVE-HV": ("SUR", "HV", "Elective surgery"),
    "CANCER-HV": ("SUR", "HV", "Cancer"),
    "MATERNITY-MB": ("WCH", "MB", "Maternity and newborn"),
    "CHILDREN-MB": ("WCH", "MB", "Children"),
    "WOMEN-RV": ("WCH", "RV", "Women's health"),
    "DIAGNOSTIC-NG": ("CSS", "NG", "Diagnostics and pharmacy"),
    "THERAPY-NG": ("CSS", "NG", "Therapies and outpatients"),
    "COMMUNITY-EG": ("CSS", "EG", "Community services"),
    "CORPORATE-NG": ("COR", "NG", "Corporate services"),
}


@dataclass(frozen=True)
class Place:
    """A ward or team: where it stands, how many work there and what kind of staff they mostly are."""

    id: str
    name: str
    service: str
    headcount: int
    level: str = "ward"

    @property
    def division(self) -> str:
        """The division that it belongs to."""
        return SERVICES[self.service][0]

    @property
    def hospital(self) -> str:
        """The hospital that it is in."""
        return SERVICES[self.service][1]


def _team(id: str, name: str, service: str, headcount: int) -> Place:
    return Place(id, name, service, headcount, "team")


PLACES = (
    Place("ED-NG", "Emergency department, Northbank", "EMER-NG", 332),
    Place("AMU-NG", "Acute medical unit, Northbank", "EMER-NG", 181),
    _team("SDEC-NG", "Same-day emergency care, Northbank", "EMER-NG", 61),
    Place("STROKE-NG", "Stroke unit", "HEART-NG", 118),
    Place("CCU-NG", "Cardiology and coronary care", "HEART-NG", 161),
    Place("RENAL-NG", "Renal ward and dialysis", "HEART-NG", 174),
    Place("RESP-NG", "Respiratory ward", "GENMED-NG", 112),
    Place("GASTRO-NG", "Gastroenterology and liver ward", "GENMED-NG", 104),
    Place("ALDER-NG", "Alder ward (older people)", "GENMED-NG", 96),
    Place("BIRCH-NG", "Birch ward (older people)", "GENMED-NG", 94),
    Place("ED-RV", "Emergency department, Riverside", "EMER-RV", 248),
    Place("AMU-RV", "Acute medical unit, Riverside", "EMER-RV", 131),
    Place("CEDAR-RV", "Cedar ward (older people)", "GENMED-RV", 92),
    Place("DIABETES-RV", "Diabetes and endocrine ward", "GENMED-RV", 88),
    Place("WILLOW-RV", "Willow ward (general medicine)", "GENMED-RV", 97),
    Place("ELM-EG", "Elm ward (stroke rehabilitation)", "REHAB-EG", 84),
    Place("HAZEL-EG", "Hazel ward (intermediate care)", "REHAB-EG", 78),
    Place("MAIN-NG", "Main theatres, Northbank", "THEATRES-NG", 402),
    Place("ICU-NG", "Critical care unit", "THEATRES-NG", 342),
    _team("PREOP-NG", "Pre-assessment team", "THEATRES-NG", 58),
    Place("TRAUMA-NG", "Trauma and orthopaedic ward", "SURGERY-NG", 126),
    Place("SAU-NG", "Surgical assessment unit", "SURGERY-NG", 98),
    Place("COLO-NG", "Colorectal and general surgery ward", "SURGERY-NG", 109),
    Place("VASC-NG", "Vascular ward", "SURGERY-NG", 87),
    Place("THEATRE-HV", "Theatres, Harbour View", "ELECTIVE-HV", 284),
    Place("JOINT-HV", "Joint replacement ward", "ELECTIVE-HV", 92),
    Place("DAY-HV", "Day surgery unit", "ELECTIVE-HV", 126),
    Place("UROL-HV", "Urology ward", "ELECTIVE-HV", 83),
    Place("ENT-HV", "Ear, nose, throat and head and neck ward", "ELECTIVE-HV", 79),
    Place("CHEMO-HV", "Chemotherapy day unit", "CANCER-HV", 119),
    Place("ONCO-HV", "Oncology and haematology ward", "CANCER-HV", 131),
    _team("MDT-HV", "Cancer pathway team", "CANCER-HV", 44),
    Place("LABOUR-MB", "Labour ward", "MATERNITY-MB", 228),
    Place("POSTNATAL-MB", "Maternity ward", "MATERNITY-MB", 134),
    Place("ANC-MB", "Antenatal clinic", "MATERNITY-MB", 76),
    Place("NEONATAL-MB", "Newborn intensive care unit", "MATERNITY-MB", 214),
    _team("FETAL-MB", "Fetal medicine team", "MATERNITY-MB", 9),
    Place("CHILD-MB", "Children's ward", "CHILDREN-MB", 156),
    Place("CED-MB", "Children's emergency department", "CHILDREN-MB", 122),
    _team("CHILDOP-MB", "Children's outpatients", "CHILDREN-MB", 68),
    Place("GYNAE-RV", "Gynaecology ward", "WOMEN-RV", 72),
    Place("BIRTH-RV", "Riverside birth centre", "WOMEN-RV", 64),
    _team("CMW-RV", "Community midwives", "WOMEN-RV", 133),
    _team("PHARM-NG", "Pharmacy", "DIAGNOSTIC-NG", 312),
    _team("IMAGING-NG", "Imaging", "DIAGNOSTIC-NG", 410),
    _team("LABS-NG", "Laboratories", "DIAGNOSTIC-NG", 472),
    _team("PHYSIO-NG", "Physiotherapy", "THERAPY-NG", 252),
    _team("OT-NG", "Occupational therapy", "THERAPY-NG", 186),
    _team("DIET-NG", "Dietetics and speech therapy", "THERAPY-NG", 118),
    _team("OUTPT-NG", "Outpatients and booking", "THERAPY-NG", 408),
    _team("CNURSE-EG", "Community nursing", "COMMUNITY-EG", 352),
    _team("FOOT-EG", "Diabetic foot clinic", "COMMUNITY-EG", 38),
    _team("PAIN-EG", "Pain and long-term conditions team", "COMMUNITY-EG", 52),
    _team("FRAIL-EG", "Frailty team", "COMMUNITY-EG", 66),
    _team("ESTATES-NG", "Estates and facilities", "CORPORATE-NG", 926),
    _team("DIGITAL-NG", "Digital services", "CORPORATE-NG", 282),
    _team("PEOPLE-NG", "People and learning", "CORPORATE-NG", 212),
    _team("FINANCE-NG", "Finance and procurement", "CORPORATE-NG", 192),
    _team("RECORDS-NG", "Medical records and typing", "CORPORATE-NG", 238),
    _team("PATEXP-NG", "Patient experience and volunteering", "CORPORATE-NG", 42),
    _team("QIHUB-NG", "Quality improvement hub", "CORPORATE-NG", 14),
)
PLACE = {place.id: place for place in PLACES}
HEADCOUNT = sum(place.headcount for place in PLACES)


def units() -> list[Row]:
    """The whole tree, parents first: organisation, divisions, hospitals within divisions, services, wards and teams."""
    return [_organisation(), *_divisions(), *_hospitals(), *_services(), *_places()]


def staff_of(division: str) -> int:
    """How many work in a division."""
    return sum(place.headcount for place in PLACES if place.division == division)


def _unit(id: str, name: str, parent: str, level: str, headcount: int, since: date = ESTABLISHED) -> Row:
    return {
        "unit_id": id,
        "unit_name": name,
        "parent_unit_id": parent,
        "unit_level": level,
        "org_code": ORGANISATION,
        "org_name": TRUST_NAME,
        "org_type": "acute",
        "is_corporate_area": id.startswith("COR") or parent.startswith("CORPORATE"),
        "headcount": headcount,
        "funded_wte": round(headcount * WTE_PER_HEAD, 1),
        "valid_from": since,
    }


def _organisation() -> Row:
    return _unit(ORGANISATION, TRUST_NAME, "", "organisation", HEADCOUNT)


def _divisions() -> list[Row]:
    return [_unit(id, name, ORGANISATION, "division", staff_of(id)) for id, name in DIVISIONS.items()]


def _hospitals() -> list[Row]:
    rows = []
    for division, hospital in dict.fromkeys((division, hospital) for division, hospital, _ in SERVICES.values()):
        heads = sum(p.headcount for p in PLACES if (p.division, p.hospital) == (division, hospital))
        name = f"{DIVISIONS[division]}, {HOSPITALS[hospital]}"
        rows.append(_unit(f"{division}-{hospital}", name, division, "directorate", heads))
    return rows


def _services() -> list[Row]:
    return [
        _unit(id, name, f"{division}-{hospital}", "service", sum(p.headcount for p in PLACES if p.service == id))
        for id, (division, hospital, name) in SERVICES.items()
    ]


def _places() -> list[Row]:
    began = {"QIHUB-NG": PROGRAMME_START, "SDEC-NG": date(2022, 11, 1)}
    return [_unit(p.id, p.name, p.service, p.level, p.headcount, began.get(p.id, ESTABLISHED)) for p in PLACES]
