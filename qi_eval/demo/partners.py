"""Other organisations that the trust works with, by made-up codes: trusts, general practices, community groups."""

from __future__ import annotations

PARTNERS = {
    "ZT01": "Westmoor Hospitals",
    "ZT02": "Eastvale Hospitals",
    "ZT03": "Southfen Ambulance Service",
    "ZT04": "Castle Hill Hospital",
    "ZT05": "Riverlands Community Health",
    "ZT06": "Saltmarsh Hospitals",
    "ZT07": "Highfield Mental Health",
    "ZT08": "Coldharbour Hospital",
    "ZT09": "Lakeside Women's Hospital",
    "ZP01": "Quayside Surgery",
    "ZP02": "Orchard Lane Surgery",
    "ZP03": "Market Square Practice",
    "ZP04": "Mill Bank Surgery",
    "ZP05": "St Aidan's Practice",
    "ZP06": "Harbour Road Surgery",
    "ZP07": "The Limes Practice",
    "ZP08": "Station Road Surgery",
    "ZP09": "Brook Street Practice",
    "ZP10": "Hillside Surgery",
    "ZP11": "Old Forge Practice",
    "ZP12": "Park View Surgery",
    "ZP13": "Ferry Lane Practice",
    "ZP14": "Beacon Surgery",
    "ZP15": "Willow Bridge Practice",
    "ZC01": "Northbank Carers' Circle",
    "ZC02": "Riverside Older People's Forum",
    "ZC03": "Young Voices Northbank",
    "ZC04": "Harbour Stroke Club",
}
