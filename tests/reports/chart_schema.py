"""The order in which ECMA-376 (part 1, dml-chart.xsd) has the pieces of a chart stand, as far as charts here use it."""

from __future__ import annotations

SHARED = ("axId", "scaling", "delete", "axPos", "majorGridlines", "minorGridlines", "title", "numFmt", "majorTickMark",
          "minorTickMark", "tickLblPos", "spPr", "txPr", "crossAx", "crosses", "crossesAt")  # fmt: skip
LABEL = ("numFmt", "spPr", "txPr", "dLblPos", "showLegendKey", "showVal", "showCatName", "showSerName", "showPercent",
         "showBubbleSize", "separator")  # fmt: skip
HEAD = ("idx", "order", "tx", "spPr")

ORDER: dict[str, tuple[str, ...]] = {
    "chartSpace": ("date1904", "lang", "roundedCorners", "AlternateContent", "style", "clrMapOvr", "pivotFmts",
                   "protection", "chart", "spPr", "txPr", "externalData", "printSettings", "userShapes"),
    "chart": ("title", "autoTitleDeleted", "pivotFmts", "view3D", "floor", "sideWall", "backWall", "plotArea", "legend",
              "plotVisOnly", "dispBlanksAs", "showDLblsOverMax"),
    "title": ("tx", "layout", "overlay", "spPr", "txPr"),
    "legend": ("legendPos", "legendEntry", "layout", "overlay", "spPr", "txPr"),
    "legendEntry": ("idx", "delete", "txPr"),
    "plotArea": ("layout", "barChart", "lineChart", "scatterChart", "valAx", "dTable", "spPr"),
    "barChart": ("barDir", "grouping", "varyColors", "ser", "dLbls", "gapWidth", "overlap", "serLines", "axId"),
    "lineChart": ("grouping", "varyColors", "ser", "dLbls", "dropLines", "hiLowLines", "upDownBars", "marker",
                  "smooth", "axId"),
    "scatterChart": ("scatterStyle", "varyColors", "ser", "dLbls", "axId"),
    "ser": (*HEAD, "invertIfNegative", "pictureOptions", "marker", "dPt", "dLbls", "trendline", "errBars", "cat", "val",
            "xVal", "yVal", "smooth", "shape"),
    "dPt": ("idx", "invertIfNegative", "marker", "bubble3D", "explosion", "spPr"),
    "marker": ("symbol", "size", "spPr"),
    "dLbls": ("dLbl", "delete", *LABEL, "showLeaderLines"),
    "dLbl": ("idx", "delete", "layout", "tx", *LABEL),
    "catAx": (*SHARED, "auto", "lblAlgn", "lblOffset", "tickLblSkip", "tickMarkSkip", "noMultiLvlLbl"),
    "dateAx": (*SHARED, "auto", "lblOffset", "baseTimeUnit", "majorUnit", "majorTimeUnit", "minorUnit",
               "minorTimeUnit"),
    "valAx": (*SHARED, "crossBetween", "majorUnit", "minorUnit", "dispUnits"),
    "scaling": ("logBase", "orientation", "max", "min"),
    "numCache": ("formatCode", "ptCount", "pt"),
    "strCache": ("ptCount", "pt"),
    "numRef": ("f", "numCache"),
    "strRef": ("f", "strCache"),
}  # fmt: skip
