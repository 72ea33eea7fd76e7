# Copyright 2026 the authors. Licensed under the Apache License, Version 2.0.
# SPDX-License-Identifier: Apache-2.0
"""Simulate a month of AIS in the Yellow Sea, East China Sea and Sea of Japan.

    python strange_m.py SEED FOLDER [--hidden N]

writes thirty daily files `strange-YYYY-MM-DD.csv` and `key.json` into FOLDER. Among some 250 ships in ordinary trade
a few evade the UN sanctions on the DPRK; many more do something lawful that looks alike. `key.json` tells which.
Every ship, name and number is invented; a likeness to a real ship is an accident. Port places are the true ones to
a kilometre or two. The practice follows the public reports of the UN Panel of Experts and the advisories of 2018-2020.

How it works: each Ship carries a clock. Calling its methods (`sail`, `moor`, `anchor`, `drift`, ...) appends knots
(time, place, heading, status) to its track and moves the clock on, so that a scenario is a short sequence of calls.
When all ships have lived their month, `sample` turns each track into the messages that some receiver caught.
"""
from __future__ import annotations

import argparse
import heapq
import json
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable

import numpy as np

HOUR = 3600.0
DAY = 24 * HOUR
MONTH = 30 * DAY
START = np.datetime64("2018-10-05T00:00:00")
HEADER = ("mmsi,timestamp,latitude,longitude,sog_knots,cog,heading,nav_status,ship_name,imo,callsign,ship_type,"
          "length_m,width_m,draught_m,destination")
NM = 1852.0
UNDER_WAY, ANCHORED, MOORED, FISHING = 0, 1, 5, 7

# key: name, country, one end of the quay, its other end, roads, room in the roads (nautical miles), channel from the quay to
# the roads, ways to spell it in the destination
PORTS: dict[str, tuple[str, str, tuple[float, float], tuple[float, float], tuple[float, float], float, list[tuple[float, float]], tuple[str, ...]]] = {
    "NAM": ("Nampo", "KP", (38.716, 125.406), (38.707, 125.3971), (38.62, 125.02), 1, [(38.686, 125.254), (38.682, 125.082)], ("NAMPHO", "NAMPO", "KP NAM", "NAMPHO DPRK")),
    "SON": ("Songnim", "KP", (38.736, 125.63), (38.73, 125.628), (38.62, 125.02), 0.3, [(38.722, 125.603), (38.698, 125.576), (38.72, 125.422), (38.716, 125.408), (38.686, 125.262), (38.682, 125.104)], ("SONGNIM", "SONGRIM", "KP SON")),
    "HAE": ("Haeju", "KP", (37.992, 125.706), (37.981, 125.7097), (37.86, 125.66), 0.3, [(37.924, 125.744)], ("HAEJU", "KP HAE")),
    "WON": ("Wonsan", "KP", (39.17, 127.455), (39.1805, 127.4606), (39.24, 127.6), 0.3, [(39.214, 127.479), (39.236, 127.541)], ("WONSAN", "KP WON")),
    "HGM": ("Hungnam", "KP", (39.82, 127.615), (39.82, 127.6298), (39.77, 127.66), 2, [], ("HUNGNAM", "KP HGM")),
    "CHO": ("Chongjin", "KP", (41.765, 129.815), (41.765, 129.8303), (41.73, 129.84), 1.6, [], ("CHONGJIN", "KP CHO")),
    "RJN": ("Rajin", "KP", (42.228, 130.295), (42.228, 130.3104), (42.16, 130.25), 0.4, [], ("RAJIN", "RASON", "KP RJN")),
    "KIM": ("Kimchaek", "KP", (40.66, 129.206), (40.6501, 129.1985), (40.64, 129.25), 0.4, [], ("KIMCHAEK", "SONGJIN", "KP SON")),
    "DDG": ("Dandong", "CN", (39.815, 124.155), (39.815, 124.1698), (39.62, 124.08), 2, [(39.74, 124.14)], ("DANDONG", "CN DDG", "DONGGANG")),
    "DLC": ("Dalian", "CN", (38.985, 121.9), (38.985, 121.9147), (38.9, 121.95), 2, [], ("DALIAN", "CN DLC", "DALIAN CHINA", "CNDLC")),
    "BYQ": ("Bayuquan", "CN", (40.29, 122.08), (40.29, 122.0949), (40.22, 121.85), 2, [], ("BAYUQUAN", "CN BYQ", "YINGKOU")),
    "TSN": ("Tianjin", "CN", (38.975, 117.76), (38.975, 117.7747), (38.85, 118.05), 2, [(38.945, 117.9)], ("TIANJIN", "CN TSN", "XINGANG", "CNTXG")),
    "CFD": ("Caofeidian", "CN", (38.93, 118.5), (38.9414, 118.5), (38.82, 118.55), 1.3, [], ("CAOFEIDIAN", "CN CFD")),
    "QHD": ("Qinhuangdao", "CN", (39.91, 119.625), (39.91, 119.6399), (39.8, 119.72), 2, [], ("QINHUANGDAO", "CN SHP", "QHD")),
    "YNT": ("Yantai", "CN", (37.565, 121.395), (37.565, 121.4094), (37.63, 121.5), 0.8, [], ("YANTAI", "CN YNT", "YANTAI CHINA")),
    "LKU": ("Longkou", "CN", (37.665, 120.3), (37.6665, 120.2857), (37.72, 120.2), 1.3, [(37.675, 120.218)], ("LONGKOU", "CN LKU")),
    "PLI": ("Penglai", "CN", (37.83, 120.735), (37.8357, 120.7475), (37.87, 120.74), 1, [], ("PENGLAI", "CN PLI")),
    "WEI": ("Weihai", "CN", (37.43, 122.18), (37.439, 122.1887), (37.44, 122.3), 0.6, [(37.458, 122.208), (37.47, 122.266)], ("WEIHAI", "CN WEI")),
    "SHD": ("Shidao", "CN", (36.884, 122.427), (36.8897, 122.4393), (36.8, 122.45), 1.3, [(36.89, 122.443)], ("SHIDAO", "CN SHD", "SHI DAO")),
    "TAO": ("Qingdao", "CN", (36.02, 120.23), (36.02, 120.2441), (35.96, 120.48), 0.4, [(36.025, 120.28), (36.01, 120.33)], ("QINGDAO", "CN TAO", "QINGDAO CHINA", "CNQDG")),
    "RZH": ("Rizhao", "CN", (35.375, 119.56), (35.375, 119.574), (35.32, 119.72), 2, [], ("RIZHAO", "CN RZH")),
    "LYG": ("Lianyungang", "CN", (34.745, 119.45), (34.745, 119.4639), (34.85, 119.78), 2, [(34.773, 119.702)], ("LIANYUNGANG", "CN LYG", "LIAN YUN GANG")),
    "SHA": ("Shanghai", "CN", (31.362, 121.598), (31.362, 121.6114), (31.1, 122.45), 0.3, [], ("SHANGHAI", "CN SHA", "CN SHG", "SHANGHAI CHINA")),
    "NTG": ("Nantong", "CN", (31.99, 120.81), (32.0014, 120.81), (31.1, 122.45), 1, [(31.804, 120.944)], ("NANTONG", "CN NTG", "NANTONG CHINA")),
    "YSN": ("Yangshan", "CN", (30.614, 122.075), (30.614, 122.0771), (30.52, 122.45), 2, [(30.612, 122.295), (30.584, 122.331)], ("YANGSHAN", "CN YSN", "CNYSN")),
    "NGB": ("Ningbo-Zhoushan", "CN", (29.946, 121.88), (29.946, 121.8932), (29.62, 122.42), 0.8, [(29.962, 121.998), (29.926, 122.044), (29.91, 122.136), (29.736, 122.32)], ("NINGBO", "CN NGB", "ZHOUSHAN", "CN ZOS", "BEILUN")),
    "INC": ("Incheon", "KR", (37.466, 126.596), (37.4773, 126.5941), (37.13, 126.175), 0.8, [(37.438, 126.575), (37.38, 126.555), (37.3, 126.44), (37.28, 126.24)], ("INCHEON", "KR INC", "INCHON", "KRINC")),
    "PTK": ("Pyeongtaek", "KR", (36.975, 126.83), (36.978, 126.8438), (37.08, 126.35), 0.4, [(37.0, 126.75), (37.04, 126.6), (37.08, 126.47)], ("PYEONGTAEK", "KR PTK", "PYONGTAEK")),
    "DSN": ("Daesan", "KR", (37.015, 126.375), (37.0194, 126.3882), (37.12, 126.3), 0.3, [(37.05, 126.37)], ("DAESAN", "KR TSN", "KRTSN")),
    "KUV": ("Gunsan", "KR", (35.966, 126.6), (35.9741, 126.61), (35.93, 126.28), 1.3, [(35.98, 126.45)], ("GUNSAN", "KR KUV", "KUNSAN")),
    "KAN": ("Gwangyang", "KR", (34.9, 127.69), (34.9, 127.7039), (34.66, 127.88), 0.3, [(34.9, 127.748), (34.846, 127.786)], ("GWANGYANG", "KR KAN", "KWANGYANG", "KRKAN")),
    "YOS": ("Yeosu", "KR", (34.842, 127.694), (34.853, 127.6976), (34.64, 127.95), 2, [(34.858, 127.702), (34.866, 127.728), (34.864, 127.78), (34.73, 127.848)], ("YEOSU", "KR YOS", "YOSU", "KRYOS")),
    "PUS": ("Busan", "KR", (35.1, 129.08), (35.1, 129.0939), (35.03, 129.1), 0.4, [(35.072, 129.106)], ("BUSAN", "KR PUS", "PUSAN", "KRPUS", "BUSAN KOREA")),
    "USN": ("Ulsan", "KR", (35.5, 129.385), (35.4895, 129.3904), (35.44, 129.44), 0.8, [], ("ULSAN", "KR USN", "KRUSN")),
    "KPO": ("Pohang", "KR", (36.03, 129.41), (36.03, 129.4241), (36.09, 129.52), 0.6, [], ("POHANG", "KR KPO", "KRKPO")),
    "TGH": ("Donghae", "KR", (37.496, 129.143), (37.496, 129.1574), (37.5, 129.19), 1.6, [], ("DONGHAE", "KR TGH", "TONGHAE")),
    "CJU": ("Jeju", "KR", (33.525, 126.545), (33.528, 126.5582), (33.57, 126.55), 2, [], ("JEJU", "KR CJU", "CHEJU")),
    "HKT": ("Hakata", "JP", (33.615, 130.396), (33.6165, 130.3824), (33.74, 130.27), 1.6, [(33.669, 130.282)], ("HAKATA", "JP HKT", "FUKUOKA")),
    "SHS": ("Shimonoseki", "JP", (33.935, 130.926), (33.935, 130.9397), (34.02, 130.78), 0.4, [(33.919, 130.932), (33.905, 130.914), (33.947, 130.852)], ("SHIMONOSEKI", "JP SHS", "MOJI", "JP MOJ")),
    "SMN": ("Sakaiminato", "JP", (35.545, 133.247), (35.545, 133.261), (35.6, 133.3), 0.3, [(35.563, 133.331)], ("SAKAIMINATO", "JP SMN", "SAKAI")),
    "MAI": ("Maizuru", "JP", (35.48, 135.378), (35.4815, 135.3919), (35.64, 135.4), 0.2, [(35.49, 135.388), (35.506, 135.34), (35.56, 135.328)], ("MAIZURU", "JP MAI")),
    "TRG": ("Tsuruga", "JP", (35.665, 136.07), (35.6755, 136.0754), (35.78, 136.03), 0.3, [], ("TSURUGA", "JP TRG")),
    "FSK": ("Fushiki-Toyama", "JP", (36.785, 137.115), (36.785, 137.1292), (36.82, 137.15), 2, [], ("FUSHIKI", "TOYAMA", "JP TOS")),
    "KIJ": ("Niigata", "JP", (37.955, 139.07), (37.955, 139.0845), (37.99, 139.08), 2, [], ("NIIGATA", "JP KIJ", "NIIGATA JP")),
    "AXT": ("Akita", "JP", (39.755, 140.058), (39.7451, 140.0654), (39.76, 139.98), 1.3, [(39.759, 140.054)], ("AKITA", "JP AXT")),
    "HKD": ("Hakodate", "JP", (41.785, 140.705), (41.7919, 140.7171), (41.76, 140.68), 0.4, [], ("HAKODATE", "JP HKD")),
    "OTR": ("Otaru", "JP", (43.195, 141.015), (43.195, 141.0306), (43.28, 141.05), 0.8, [], ("OTARU", "JP OTR")),
    "VVO": ("Vladivostok", "RU", (43.104, 131.89), (43.101, 131.8749), (42.93, 131.75), 0.4, [(43.096, 131.876), (43.08, 131.868), (43.064, 131.794), (42.992, 131.742), (42.958, 131.766)], ("VLADIVOSTOK", "RU VVO", "VLADIVOSTOK RU")),
    "NJK": ("Nakhodka", "RU", (42.796, 132.884), (42.8017, 132.8975), (42.73, 132.93), 0.4, [(42.816, 132.916)], ("NAKHODKA", "RU NJK", "NAHODKA")),
    "VYP": ("Vostochny", "RU", (42.744, 133.074), (42.7553, 133.072), (42.7, 133.0), 0.4, [(42.754, 133.032), (42.708, 132.992)], ("VOSTOCHNY", "RU VYP", "VOSTOCHNIY")),
    "SLV": ("Slavyanka", "RU", (42.87, 131.39), (42.8781, 131.401), (42.78, 131.52), 2, [(42.892, 131.456), (42.882, 131.48)], ("SLAVYANKA", "RU SLV")),
    "KHO": ("Kholmsk", "RU", (47.05, 142.04), (47.0599, 142.0484), (47.05, 141.98), 2, [], ("KHOLMSK", "RU KHO", "KHOLMSK RU")),
    "KEL": ("Keelung", "TW", (25.15, 121.745), (25.159, 121.7527), (25.21, 121.78), 0.3, [(25.175, 121.765)], ("KEELUNG", "TW KEL", "TWKEL")),
    "TXG": ("Taichung", "TW", (24.27, 120.515), (24.2805, 120.5198), (24.3, 120.4), 2, [], ("TAICHUNG", "TW TXG", "TWTXG")),
    "KHH": ("Kaohsiung", "TW", (22.553, 120.29), (22.553, 120.3023), (22.52, 120.24), 2, [(22.552, 120.275)], ("KAOHSIUNG", "TW KHH", "TWKHH")),
}
# lane node: latitude, longitude, room to either side in nautical miles
NODES: dict[str, tuple[float, float, float]] = {
    "boh1": (38.75, 119.6, 4), "boh2": (39.6, 120.9, 5), "lao": (38.55, 120.93, 1.0), "lao_e": (38.45, 121.6, 2.5), "boh3": (38.1, 120.1, 3),
    "dal_s": (38.6, 122.1, 3), "ynt_n": (37.85, 121.5, 2), "che": (37.52, 122.92, 2), "che_s": (37.0, 123.1, 4), "ysn": (38.4, 123.2, 8),
    "kb1": (38.9, 123.6, 5), "kb2": (38.55, 124.45, 4), "ddr": (39.3, 123.95, 3), "npw": (38.45, 124.4, 3), "prn": (37.75, 124.2, 4),
    "hjw": (37.45, 124.5, 2), "hje": (37.58, 125.32, 1), "ysc": (36.5, 123.6, 10), "yss": (34.8, 123.0, 12), "lyw": (34.9, 120.6, 4),
    "tao_e": (35.7, 121.2, 5), "shd_s": (36.5, 122.6, 4), "ecn": (32.8, 123.3, 10), "ecw": (33.4, 122.6, 6), "yz": (31.1, 122.95, 4),
    "yzs": (30.4, 123.3, 4), "zos": (29.5, 122.85, 3), "zse": (29.9, 123.6, 6), "ece": (30.6, 124.9, 15), "ecm": (29.2, 125.3, 15),
    "ecs": (27.6, 122.3, 8), "twn": (25.7, 122.1, 5), "tws": (25.3, 120.3, 6), "tws2": (23.9, 119.9, 4), "twe": (26.8, 123.9, 12),
    "kwn": (37.2, 125.3, 4), "kwm": (36.4, 125.5, 4), "kwk": (35.7, 125.7, 3), "kws": (34.3, 125.0, 3), "jjw": (33.5, 125.7, 4),
    "jjn": (33.72, 126.55, 1), "jje": (33.85, 127.3, 3), "jjs": (32.7, 126.6, 8), "kss": (34.3, 128.2, 3), "ksw": (34.75, 128.85, 2),
    "tsn": (34.95, 129.35, 2), "tss": (33.95, 129.6, 2), "tss2": (33.5, 128.6, 4), "hkn": (33.85, 130.3, 1), "hib": (34.15, 130.55, 1.5),
    "got": (32.9, 128.2, 4), "usn_e": (35.5, 129.75, 3), "kpo_e": (36.2, 129.95, 4), "tgh_e": (37.4, 129.55, 4), "ul": (38.2, 130.6, 8),
    "kpe": (38.9, 128.9, 5), "wone": (39.35, 128.1, 3), "hgm_e": (39.6, 128.2, 4), "kime": (40.5, 129.6, 4), "choe": (41.6, 130.2, 4),
    "rje": (42.0, 130.6, 3), "vvs": (42.65, 131.7, 2), "njs": (42.45, 132.8, 4), "soj1": (39.6, 131.5, 12), "soj2": (41.3, 132.5, 10),
    "soj3": (38.8, 134.5, 15), "soj4": (41.0, 136.5, 15), "soj5": (36.7, 132.0, 10), "jp1": (34.9, 131.0, 3), "jp2": (35.75, 132.6, 3),
    "jp3": (35.95, 135.0, 4), "jp4": (36.3, 135.9, 3), "noto": (37.65, 136.6, 3), "noto_e": (37.75, 137.4, 3), "sado": (38.5, 138.2, 5),
    "sadow": (37.9, 138.85, 1), "jp5": (39.8, 139.4, 4), "tsg": (41.15, 140.0, 2), "tsg2": (41.45, 140.5, 1), "oku": (42.3, 139.2, 3),
    "otr_w": (43.6, 140.4, 4), "rei": (45.2, 140.6, 5), "khs": (46.8, 141.6, 5), "soj6": (43.6, 138.0, 10), "tatar": (45.0, 138.8, 8),
    "yamato": (39.3, 134.3, 15), "deep": (31.5, 125.3, 15), "nam_a": (38.47, 124.42, 0.0), "hae_a": (37.73, 125.605, 0.0),
    "ysn_a": (30.69, 122.615, 0.0), "ysn_b": (31.08, 122.93, 0.0), "mai_a": (35.8, 135.21, 0.0), "khh_a": (23.13, 120.0, 0.0),
    "inc_a": (37.0, 126.0, 0.0),
}
# lanes: a node and its neighbours; '@' and a port's key are its roads
LANES = """
ecs tws2 tws twn twe; lyw yz kwm kwk shd_s ecw @TAO tao_e @RZH @LYG; kpe vvs yamato soj2 choe soj1 @KIM kime @TGH hgm_e wone
ece tss2 twe ecs kws got jjs ecm deep; tgh_e choe yamato soj3 kime jp2 soj1 hgm_e wone soj5 kpe @KPO ul @TGH
ul jp3 rje choe soj3 yamato kime hgm_e soj5 soj1 kpe @TGH; yzs kws jjw jjs ecm deep ece @NGB zos zse; khs soj6 tatar @KHO
hib ul kpo_e @USN usn_e jp1 @SHS; soj1 soj4 soj5 soj3 yamato soj2; ecn kwm kwk zse jjn jjs ece yzs deep jjw kws yz ecw
zse jjw twe ecs deep ecm ece @NGB; yz jjn kws jjs jjw ecm deep ece yzs @NTG; jp5 yamato soj6 @KIJ tsg @AXT; tsg tatar tsg2
njs soj6 yamato soj4 soj2 @SLV @VVO @NJK @VYP; rje yamato soj1 njs soj2 vvs; choe yamato soj1 njs soj2 @RJN rje @CHO
soj3 jp5 jp2 sado soj5 jp3 jp4 soj4 noto yamato; sado oku yamato tsg jp5; soj4 otr_w noto noto_e sado soj6 tsg jp5 yamato oku
yss deep kwn jjw kwm kwk ecn lyw shd_s kws tao_e ecw; wone soj2 soj1 kime @HGM hgm_e; kime yamato njs vvs soj2 soj1 rje @KIM
ecw kwm jjs kwk jjw yz kws; jp2 yamato jp4 jp3 @SMN; soj5 noto jp4 yamato jp1 @SMN jp2; kwn jjw kws kwm
ysc ecn jjw lyw kws tao_e kwk yss kwm kwn @SHD shd_s; ecm jjs ecs twe deep; tao_e kwk kwm ecw @SHD @LYG shd_s @RZH; hgm_e soj2 soj1 kime @HGM
tws twe tws2 @TXG; prn kws @WEI ysc kwn hje hjw; tss soj5 got usn_e tss2 hib @HKT; hjw kws yss kwk shd_s kwm ysc kwn hje; shd_s ecw kws kwk kwn @SHD
oku rei tatar otr_w soj6; vvs soj1 soj2 @NJK njs @SLV; soj2 soj4 yamato; che kwk kwm npw kb1 hjw ysc shd_s prn ysn che_s; zos twe ecm ecs zse @NGB
noto_e yamato sado; got deep @KAN @YOS; ddr ysc prn npw @DDG; tsn jp2 soj5 tss2 @HKT jp1 hkn kpo_e hib usn_e @USN @PUS
lao_e hjw prn che ysn @WEI ynt_n @DLC dal_s; che_s kwk ddr yss kwm kb1 npw kwn ysn hjw prn ysc shd_s @SHD; rei soj6 tatar; noto yamato noto_e
tss2 jp1 @PUS got; kb1 ysc @DLC prn npw kb2 ddr; ynt_n ddr npw prn kb1 ysn che @DLC @PLI @YNT; hkn kpo_e usn_e hib @HKT
usn_e jp2 soj5 tgh_e @SHS jp1 kpo_e @PUS @USN; kpo_e jp2 ul soj5 jp1 tgh_e @USN @KPO; kwm kws kwk; jp3 noto @SMN @TRG jp4; jjs kss tss2 deep got
jjw deep jje jjs @CJU; twn twe; sadow jp5 @FSK; ksw got jp1 tss2 tsn; ysn ysc @YNT @WEI @DLC prn kb2 npw kb1; jje tss got tss2 @CJU
lao che @QHD @YNT @LKU dal_s ynt_n boh3 lao_e; dal_s prn kb2 che kb1 @WEI @YNT ynt_n ysn @DLC; kss got tss2 ksw @KAN; otr_w tatar soj6 rei @OTR
boh3 @TSN @QHD @CFD @LKU; hje ysc @PTK kwn; jjn tss2 jje @CJU; boh2 boh3 lao @BYQ @QHD; jp1 jp2 @USN; soj6 tatar; kws jjn; jp4 noto
boh1 boh2 @TSN @LKU lao @QHD @CFD boh3; npw @DDG hjw prn; kb2 @DDG ddr npw; tws2 @TXG; kwk @KUV; tsg2 @HKD; @KAN @YOS; @NJK @VYP; @PTK @DSN
@NAM @SON nam_a; @SHA @NTG; nam_a npw; @HAE hae_a; hae_a hje; @WON wone; @YSN ysn_a; ysn_a ysn_b; ysn_b yz; @MAI mai_a; mai_a jp3; @KEL twn
@KHH khh_a; khh_a tws2; @INC inc_a; inc_a kwn
"""

KP_WEST, KP_EAST = ("NAM", "SON", "HAE"), ("WON", "HGM", "CHO", "KIM")
TRADE = {
    "container": ("DLC", "TSN", "TAO", "SHA", "YSN", "NGB", "INC", "PUS", "KAN", "HKT", "PUS", "LYG", "WEI", "KEL", "PTK", "VVO"),
    "bulk": ("QHD", "CFD", "TSN", "RZH", "LYG", "NTG", "NGB", "SHA", "KPO", "KAN", "DSN", "VYP", "NJK", "BYQ", "TAO", "TXG", "KHO"),
    "general": ("DDG", "DLC", "YNT", "LKU", "WEI", "SHD", "TAO", "LYG", "NTG", "INC", "KUV", "PUS", "KPO", "SMN", "MAI", "TRG", "FSK",
                "KIJ", "AXT", "HKD", "OTR", "VVO", "SLV", "NJK", "SHS", "TGH", "PTK", "HKT"),
    "tanker": ("DLC", "TAO", "NGB", "DSN", "YOS", "USN", "INC", "KEL", "TXG", "NJK", "VVO", "SHA", "HKT", "KAN", "KIJ", "LYG"),
    "barge": ("NTG", "SHA", "NGB", "LYG", "RZH"),
}
OPEN_WEST = ("ece", "ecm", "zse", "yzs", "ysn", "ysc", "yss", "deep", "ece", "ecm")
OPEN_EAST = ("soj1", "soj2", "soj5", "soj6", "ul")
MIDS = {"CN": (412, 413, 414), "KR": (440, 441), "JP": (431, 432), "RU": (273,), "KP": (445,), "TG": (671,), "SL": (667,), "PA": (351, 352, 355, 371),
        "KH": (514, 515), "MN": (457,), "HK": (477,), "TW": (416,), "LR": (636,), "MH": (538,), "VN": (574,), "BZ": (312,), "PW": (511,),
        "TZ": (677,), "KM": (616,), "TV": (572,), "SG": (563, 564)}
CALL = {"CN": "B", "KR": "D", "JP": "J", "RU": "U", "KP": "HM", "TG": "5V", "SL": "9L", "PA": "3", "KH": "XU", "MN": "JV", "HK": "VR", "TW": "B", "LR": "D5",
        "MH": "V7", "VN": "3W", "BZ": "V3", "PW": "T8", "TZ": "5I", "KM": "D6", "TV": "T2", "SG": "9V"}
THIRD = ("TG", "SL", "PA", "KH", "MN", "BZ", "PW", "TZ", "KM", "TV", "VN", "HK")
AIS_TYPE = {"container": 70, "bulk": 70, "general": 70, "tanker": 80, "barge": 70, "fishing": 30, "tug": 52, "ferry": 60, "reefer": 70, "pilot": 50,
            "patrol": 55, "survey": 90, "dredger": 33, "launch": 90, "net": 0, "bunker": 80}
LENGTHS = {"container": (95, 220), "bulk": (95, 225), "general": (65, 130), "tanker": (70, 175), "barge": (55, 98), "fishing": (24, 46), "tug": (28, 42),
           "ferry": (120, 195), "reefer": (60, 130), "pilot": (14, 22), "patrol": (50, 110), "survey": (60, 100), "dredger": (80, 125), "launch": (15, 30),
           "net": (2, 4), "bunker": (45, 85)}
SPEEDS = {"container": (13, 18), "bulk": (10, 13), "general": (8.5, 12), "tanker": (9, 13), "barge": (6.5, 9), "fishing": (7.5, 10), "tug": (7, 10),
          "ferry": (17, 22), "reefer": (10, 14), "pilot": (12, 18), "patrol": (12, 16), "survey": (9, 12), "dredger": (8, 11), "launch": (12, 16),
          "net": (1, 1), "bunker": (7, 10)}
SYLLABLES = {
    "CN": ("XIN", "HAI", "HUA", "SHENG", "YUAN", "TONG", "JIN", "FU", "DA", "SHUN", "LONG", "HONG", "TAI", "MING", "AN", "BO", "ZHE", "LU", "RONG", "YANG"),
    "KP": ("KUM", "SONG", "PU", "HUNG", "CHOL", "RYON", "UN", "PYOL", "TAE", "MYONG", "SAN", "JI", "SOK", "HAE", "PONG", "NAM", "RA", "HYOK", "CHON"),
    "KR": ("DONG", "YANG", "HAN", "WOO", "SUNG", "JIN", "KWANG", "MIN", "SAE", "HO", "GEUM", "DAE", "YOUNG", "NAM", "HAE"),
    "JP": ("TOYO", "KAI", "SHO", "EI", "FUKU", "MIYA", "HOKU", "RYU", "TSUNE", "KOTO", "WAKA", "ASA", "HIDE", "SUMI"),
    "RU": ("KAPITAN", "AMUR", "ZALIV", "OSTROV", "SEVER", "ORION", "LUGOV", "SAKHA", "BEREG", "PRIMOR", "TAYGA", "VOSTOK"),
    "X": ("GOLDEN", "OCEAN", "STAR", "LUCKY", "EAST", "SEA", "BRIGHT", "ASIA", "GRAND", "SUN", "HOPE", "PACIFIC", "RICH", "NEW", "GLORY", "EVER", "LION", "PEARL"),
}


def nautical(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance in nautical miles."""
    la, lo, lb, mo = map(math.radians, (*a, *b))
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((mo - lo) / 2) ** 2
    return 2 * 3440.065 * math.asin(min(1.0, math.sqrt(h)))


def moved(p: tuple[float, float], east_nm: float, north_nm: float) -> tuple[float, float]:
    """The place some miles east and north of p."""
    return p[0] + north_nm / 60, p[1] + east_nm / 60 / math.cos(math.radians(p[0]))


def great_circle(a: tuple[float, float], b: tuple[float, float], n: int) -> np.ndarray:
    """n places from a (included) towards b (excluded), evenly along the great circle."""
    def vector(p: tuple[float, float]) -> np.ndarray:
        la, lo = math.radians(p[0]), math.radians(p[1])
        return np.array([math.cos(la) * math.cos(lo), math.cos(la) * math.sin(lo), math.sin(la)])
    u, v = vector(a), vector(b)
    angle = math.acos(max(-1.0, min(1.0, float(u @ v))))
    f = np.arange(n)[:, None] / n
    w = u * (1 - f) + v * f if angle < 1e-6 else (np.sin((1 - f) * angle) * u + np.sin(f * angle) * v) / math.sin(angle)
    return np.degrees(np.column_stack([np.arctan2(w[:, 2], np.hypot(w[:, 0], w[:, 1])), np.arctan2(w[:, 1], w[:, 0])]))


def read_lanes() -> dict[str, dict[str, float]]:
    """The graph of lanes: node -> neighbour -> miles. Roads are nodes named '@' and the port's key."""
    place = {k: v[:2] for k, v in NODES.items()} | {"@" + k: v[4] for k, v in PORTS.items()}
    graph: dict[str, dict[str, float]] = {k: {} for k in place}
    for line in LANES.replace("\n", ";").split(";"):
        a, *others = line.split() or [""]
        for b in others:
            graph[a][b] = graph[b][a] = nautical(place[a], place[b])
    return graph


def smooth(rng: np.random.Generator, n: int, memory: int = 8) -> np.ndarray:
    """A slowly varying series of about unit variance."""
    noise = rng.normal(size=n + memory * 2)
    return np.convolve(noise, np.ones(memory) / math.sqrt(memory), "same")[memory:memory + n]


@dataclass
class Act:
    """Something worth noting in the key."""
    kind: str
    roles: list[tuple[str, "Ship"]]
    places: list[list[Any]]
    begin: float
    end: float
    goods: str | None
    note: str
    hidden: bool


@dataclass
class Sea:
    """The month: random source, weather, receivers, ships and what is to be told about them."""
    seed: int
    rng: np.random.Generator
    graph: dict[str, dict[str, float]] = field(default_factory=read_lanes)
    ships: list["Ship"] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)
    storms: list[tuple[float, float, float, float]] = field(default_factory=list)  # begin, end, south, north

    def __post_init__(self) -> None:
        first = self.uniform(1, 8) * DAY
        for begin in (first, first + self.uniform(7, 16) * DAY):
            south = self.uniform(29, 37)
            self.storms.append((begin, begin + self.uniform(20, 50) * HOUR, south, south + 5))

    def uniform(self, low: float, high: float) -> float:
        return float(self.rng.uniform(low, high))

    def pick(self, options: Any) -> Any:
        return options[int(self.rng.integers(len(options)))]

    def chance(self, p: float) -> bool:
        return bool(self.rng.random() < p)

    def new_name(self, flag: str, kind: str) -> str:
        while True:
            if kind == "fishing" and flag == "CN":
                name = f"{self.pick(('LU RONG', 'LIAO DAN', 'ZHE LING', 'SU GAN', 'LU WEI'))} YU {self.rng.integers(10000, 69999)}"
            elif kind == "net":
                name = f"NET-{self.rng.integers(1, 99)}-{self.rng.integers(40, 99)}%"
            elif flag in SYLLABLES:
                parts = self.rng.choice(SYLLABLES[flag], 2, replace=False).tolist()
                name = "".join(parts) + " MARU" if flag == "JP" else " ".join(parts)
                if flag in ("CN", "KP", "KR") and self.chance(0.75):
                    number = int(self.rng.integers(1, 13 if flag == "KP" else 100))
                    name += f" NO.{number}" if flag == "KR" else f" {number}"
            else:
                name = " ".join(self.rng.choice(SYLLABLES["X"], 2, replace=False).tolist()) + (f" {self.rng.integers(1, 20)}" if self.chance(0.3) else "")
            name = name[:20]
            if name not in self.names:
                self.names.add(name)
                return name

    def new_mmsi(self, flag: str) -> int:
        while True:
            number = self.pick(MIDS[flag]) * 1_000_000 + int(self.rng.integers(1000, 999_900))
            if flag == "KP":
                number = 445_000_000 + int(self.rng.integers(1000, 400_000))
            if number not in self.numbers:
                self.numbers.add(number)
                return number

    def new_imo(self) -> int:
        """Seven digits of which the last is the check digit."""
        while True:
            stem = int(self.rng.integers(810_000, 978_000))
            number = stem * 10 + sum(int(d) * w for d, w in zip(str(stem), (7, 6, 5, 4, 3, 2))) % 10
            if number not in self.numbers:
                self.numbers.add(number)
                return number

    def route(self, start: str, goal: str) -> list[str]:
        """Shortest way along the lanes; the miles are a little uncertain, so that masters differ."""
        best, before, queue = {start: 0.0}, {}, [(0.0, start)]
        while queue:
            miles, here = heapq.heappop(queue)
            if here == goal:
                break
            if miles > best[here]:
                continue
            for there, leg in self.graph[here].items():
                total = miles + leg * (1 + 0.06 * self.rng.random())
                if total < best.get(there, 1e9):
                    best[there], before[there] = total, here
                    heapq.heappush(queue, (total, there))
        path = [goal]
        while path[-1] != start:
            path.append(before[path[-1]])
        return path[::-1]

    def note(self, kind: str, roles: list[tuple[str, "Ship"]], places: list[list[Any]], begin: float, end: float, goods: str | None, note: str,
             hidden: bool = False) -> None:
        """Remember an act, if its decisive part (which ends before `end`) lies in the month."""
        if begin < MONTH - 6 * HOUR and end > 6 * HOUR:
            self.acts.append(Act(kind, roles, places, max(begin, 0.0), min(end, MONTH), goods, note, hidden))


def port_place(role: str, key: str, roads: bool = False) -> list[Any]:
    """A place for the key."""
    name, country, berth, _, road = PORTS[key][:5]
    return [role, name + (" roads" if roads else ""), country, *(road if roads else berth)]


class Ship:
    """A hull with a clock: what it does is appended to its track."""

    def __init__(self, sea: Sea, kind: str, flag: str, at: str, *, roads: bool = False, length: float | None = None, begin: float | None = None,
                 **habits: str) -> None:
        self.sea, self.kind, self.flag = sea, kind, flag
        low, high = LENGTHS[kind]
        if flag == "KP":
            low, high = min(low, 65), min(high, 145)
        self.length = round(length or low + (high - low) * sea.rng.beta(1.3, 2.2))
        self.width = max(3, round(self.length * sea.uniform(0.14, 0.18)))
        self.laden = 0.05 * self.length + 1.6 if kind not in ("barge", "fishing", "ferry", "container") else 0.038 * self.length + 1.9
        self.ballast = self.laden * sea.uniform(0.48, 0.62)
        self.speed = sea.uniform(*SPEEDS[kind]) * (0.88 if flag == "KP" else 1.0)
        self.load = float(sea.chance(0.5))
        kp = flag == "KP"
        small = kind in ("fishing", "launch", "net", "barge", "pilot", "bunker")
        pick = lambda names, weights: str(sea.rng.choice(names, p=weights))  # noqa: E731
        self.draught_habit = habits.get("draught") or pick(("well", "rounded", "late", "next", "never", "constant", "zero"),
                                                           (0.15, 0.1, 0.1, 0.15, 0.25, 0.1, 0.15) if kp or small else (0.5, 0.14, 0.12, 0.08, 0.07, 0.04, 0.05))
        self.destination_habit = habits.get("destination") or pick(("true", "stale", "blank", "junk"), (0.4, 0.25, 0.3, 0.05) if kp or small else (0.8, 0.13, 0.04, 0.03))
        self.status_habit = pick(("right", "always 0", "blank"), (0.5, 0.35, 0.15) if kp or small else (0.9, 0.09, 0.01))
        self.heading_works = sea.chance(0.3 if kp or small else 0.93)
        self.power = sea.uniform(0.45, 0.95) if kp or small else sea.uniform(0.75, 1.0)
        self.interval = sea.uniform(190, 430)
        code = AIS_TYPE[kind]
        code += int(sea.pick((0, 0, 0, 0, 1, 2, 4, 9))) if code == 80 else int(sea.pick((0, 0, 0, 0, 0, 9))) if code == 70 else 0
        self.type_shown = 0 if kp and sea.chance(0.12) or sea.chance(0.02) else code
        self.class_b = kind in ("fishing", "launch", "net") and sea.chance(0.7)
        no_imo = kind in ("fishing", "launch", "net", "pilot", "barge", "bunker", "tug") and sea.chance(0.75) or (kp and sea.chance(0.2))
        self.imo: int | None = None if no_imo else sea.new_imo()
        self.imo_shown = habits.get("imo") or ("none" if no_imo else pick(("shown", "zero", "none"), (0.7, 0.2, 0.1) if kp else (0.96, 0.03, 0.01)))
        self.name, self.mmsi = sea.new_name(flag, kind), sea.new_mmsi(flag)
        self.callsign = CALL[flag] + "".join(str(sea.pick("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")) for _ in range(4 if len(CALL[flag]) > 1 else 3))
        self.t = -sea.uniform(0.2, 3.0) * DAY if begin is None else begin
        self.node = ("@" + at) if at in PORTS else at
        self.port = at if at in PORTS and not roads else None
        self.place = self.quay(at) if self.port else self.spot_near(self.node)
        self.knots: list[np.ndarray] = []
        self.log: list[tuple[float, str, Any]] = []
        self.silences: list[tuple[float, float]] = []
        self.identities: list[tuple[float, str, int, int | None, str]] = []
        self.identify(self.t, self.name, self.mmsi, self.imo, flag)
        shown = {"never": sea.uniform(self.ballast, self.laden), "constant": self.laden, "zero": 0.0}.get(self.draught_habit, self.true_draught())
        self.log.append((self.t, "draught", shown))
        self.log.append((self.t, "destination", self.spell(at) if at in PORTS and self.destination_habit in ("true", "stale") else ""))
        if self.destination_habit == "junk":
            self.log.append((self.t, "destination", sea.pick(("FOR ORDERS", "@@@@", "0", "CLASS B", "FISHING", "CHINA", "SEA"))))
        sea.ships.append(self)

    # -- what the crew enter -------------------------------------------------------------------------------------
    def identify(self, t: float, name: str, mmsi: int, imo: int | None, flag: str, callsign: str | None = None) -> None:
        """Bear this name and these numbers from t on."""
        self.identities.append((t, name, mmsi, imo, flag))
        shown = {"shown": imo, "zero": 0, "none": None}[self.imo_shown] if imo else (0 if self.imo_shown == "zero" else None)
        self.log += [(t, "name", name), (t, "mmsi", mmsi), (t, "imo", shown), (t, "callsign", callsign or self.callsign)]
        self.name, self.mmsi, self.flag = name, mmsi, flag

    def true_draught(self) -> float:
        return self.ballast + self.load * (self.laden - self.ballast)

    def spell(self, key: str) -> str:
        text = str(self.sea.pick(PORTS[key][7])) if key in PORTS else "FOR ORDERS"
        return text if self.sea.chance(0.93) else text.replace(" ", "")[:-1]

    def work_cargo(self, load: float) -> None:
        """Take cargo in or out (0 empty, 1 full); enter the draught as this crew does."""
        old = self.true_draught()
        self.load = load * self.sea.uniform(0.86, 1.0) if load else self.sea.uniform(0, 0.1)
        new, habit, sea = self.true_draught(), self.draught_habit, self.sea
        if habit == "well":
            self.log.append((self.t + sea.uniform(-1, 0.5) * HOUR, "draught", new + sea.rng.normal(0, 0.05)))
        elif habit == "rounded":
            self.log.append((self.t + sea.uniform(-1, 2) * HOUR, "draught", round(new * 2) / 2))
        elif habit == "late":
            self.log.append((self.t + sea.uniform(3, 20) * HOUR, "draught", new))
        elif habit == "next":
            self.log.append((self.t + 0.2 * HOUR, "draught", old))

    def quay(self, key: str) -> tuple[float, float]:
        """A berth somewhere along the port's quay."""
        (lat, lon), (lat_end, lon_end), u = PORTS[key][2], PORTS[key][3], self.sea.rng.random()
        return lat + u * (lat_end - lat), lon + u * (lon_end - lon)

    def spot_near(self, node: str) -> tuple[float, float]:
        """A place in the room around a lane node or in a port's roads."""
        lat, lon, room = NODES[node] if node in NODES else (*PORTS[node[1:]][4], PORTS[node[1:]][5])
        r, angle = room * 0.8 * math.sqrt(self.sea.rng.random()), self.sea.uniform(0, 6.28)
        return moved((lat, lon), r * math.cos(angle), r * math.sin(angle))

    def head_for(self, key: str, shown: str | None = None) -> None:
        """Enter the destination as this crew does; `shown` is what a lying crew writes."""
        t = self.t + self.sea.uniform(-1.0, 0.6) * HOUR
        if shown is not None:
            self.log.append((t, "destination", shown))
        elif self.destination_habit == "true":
            self.log.append((t, "destination", self.spell(key)))
        elif self.destination_habit == "stale" and self.sea.chance(0.35):
            self.log.append((self.t + self.sea.uniform(4, 40) * HOUR, "destination", self.spell(key)))

    # -- moving and staying --------------------------------------------------------------------------------------
    def add(self, t: np.ndarray, lat: Any, lon: Any, heading: Any, status: int) -> None:
        n = len(t)
        block = np.empty((n, 5))
        block[:, 0], block[:, 1], block[:, 2], block[:, 3], block[:, 4] = t, lat, lon, heading, status
        self.knots.append(block)

    def moor(self, hours: float) -> None:
        """Lie at the berth."""
        end = self.t + hours * HOUR
        heading = float(self.sea.rng.integers(0, 360))
        self.add(np.array([self.t, end - 60]), *self.place, heading, MOORED)
        self.t = end

    def stay(self, hours: float, status: int = ANCHORED) -> None:
        """Swing round the anchor with the tide, or drift (status 0 or 3) and let the tide carry the ship."""
        if hours <= 0.05:  # too short to matter
            self.t += max(0.0, hours) * HOUR
            return
        t, lat, lon, heading = self.sway(hours, status)
        self.add(t, lat, lon, heading, status)
        self.t += hours * HOUR
        self.place = float(lat[-1]), float(lon[-1])
        self.port = None

    def sway(self, hours: float, status: int) -> tuple[np.ndarray, ...]:
        """Track of a ship at anchor or adrift from now on."""
        rng = self.sea.rng
        n = max(3, int(hours * 6))
        t = self.t + np.linspace(0, hours * HOUR - 60, n)
        phase = 2 * np.pi * t / (12.42 * HOUR) + rng.uniform(0, 6.28)
        wind = rng.uniform(0, 360)
        if status == ANCHORED:
            turn = np.degrees(np.arctan2(np.sin(phase) + 0.3 * np.cumsum(rng.normal(0, 0.05, n)), 0.35 + 0.15 * smooth(rng, n)))
            heading = (wind + turn) % 360
            radius = rng.uniform(0.05, 0.13) * (self.length / 120) ** 0.5
            back = np.radians(heading)
            east, north = -radius * np.sin(back), -radius * np.cos(back)
        else:
            ellipse, axis = rng.uniform(0.5, 1.6), rng.uniform(0, 3.14)
            a, b = ellipse * np.sin(phase), 0.3 * ellipse * np.cos(phase)
            hours_gone = (t - t[0]) / HOUR
            leeway = rng.uniform(0.02, 0.2) if hours < 30 else rng.uniform(0, 0.04)
            east = a * np.cos(axis) - b * np.sin(axis) + leeway * hours_gone * math.cos(wind) + 0.05 * smooth(rng, n, 12)
            north = a * np.sin(axis) + b * np.cos(axis) + leeway * hours_gone * math.sin(wind) + 0.05 * smooth(rng, n, 12)
            heading = (wind + 12 * smooth(rng, n, 12) + 25 * np.sin(phase)) % 360
        east, north = east - east[0], north - north[0]
        lat = self.place[0] + north / 60
        return t, lat, self.place[1] + east / 60 / math.cos(math.radians(self.place[0])), heading

    def follow(self, path: list[tuple[float, float, float]], speed: float, status: int = UNDER_WAY, slow_end: bool = True) -> None:
        """Sail through the points (lat, lon, slack), speed varying with tide and weather."""
        rng = self.sea.rng
        pieces, slack = [], []
        for a, b in zip(path, path[1:]):
            n = max(1, round(nautical(a[:2], b[:2]) / (speed / 6)))
            pieces.append(great_circle(a[:2], b[:2], n))
            slack.append(a[2] + (b[2] - a[2]) * np.arange(n) / n)
        places = np.vstack([*pieces, [path[-1][:2]]])
        room = np.minimum(np.append(np.concatenate(slack), 0), 4) * 0.12
        room[0] = 0
        n = len(places)
        places[:, 0] += room * smooth(rng, n) / 60 * 0.8
        places[:, 1] += room * smooth(rng, n) / 60
        step = np.hypot(np.diff(places[:, 0]) * 60, np.diff(places[:, 1]) * 60 * np.cos(np.radians(places[:-1, 0])))
        gone = np.cumsum(step)
        pace = speed * (1 + 0.025 * smooth(rng, n - 1, 12)) + 0.4 * np.sin(self.t / 7115 + gone / speed / 1.98)
        if slow_end:
            edge = np.minimum(gone - step / 2, gone[-1] - gone + step / 2)
            pace = np.where(edge < 3, np.minimum(pace, 4.5 + edge * 2), pace)
        nominal = self.t + np.cumsum(step / pace) * HOUR
        for begin, end, south, north in self.sea.storms:
            rough = (nominal > begin) & (nominal < end) & (places[1:, 0] > south) & (places[1:, 0] < north)
            pace = np.where(rough, pace * 0.75, pace)
        t = self.t + np.concatenate([[0], np.cumsum(step / pace)]) * HOUR
        keep = np.concatenate([[True], step > 1e-5])
        self.add(t[keep], places[keep, 0], places[keep, 1], np.nan, status)
        self.t = float(t[-1]) + 60
        self.place = float(places[-1, 0]), float(places[-1, 1])

    def way(self, node: str, spot: tuple[float, float]) -> list[tuple[float, float, float]]:
        """Points from here along the lanes to a spot near the node."""
        path = [(*self.place, 0.0)]
        if self.port:
            path += [(*p, 0.0) for p in PORTS[self.port][6]]
        names = self.sea.route(self.node, node)
        for k, name in enumerate(names):
            if name == node:
                break
            if k == 0 and not self.port:
                continue
            lat, lon, slack = NODES[name] if name in NODES else (*PORTS[name[1:]][4], 0.0)
            r, angle = slack * math.sqrt(self.sea.rng.random()) * 0.8, self.sea.uniform(0, 6.28)
            path.append((*moved((lat, lon), r * math.cos(angle), r * math.sin(angle)), slack * 0.5))
        return path + [(*spot, 0.0)]

    def sail(self, node: str, spot: tuple[float, float] | None = None, speed: float | None = None) -> None:
        """Go to a lane node, or a spot near it."""
        spot = spot or self.spot_near(node)
        if nautical(self.place, spot) > 0.02:
            self.follow(self.way(node, spot), speed or self.speed)
        self.node, self.port = node, None

    def to_roads(self, key: str) -> None:
        self.sail("@" + key)

    def to_berth(self, key: str, wait_hours: float = 0.0) -> None:
        """Go to a port, wait in its roads if told to, and make fast."""
        if self.port == key:
            return
        if self.node != "@" + key or wait_hours:
            self.to_roads(key)
        if wait_hours:
            self.stay(wait_hours)
        spot = self.quay(key)
        self.follow([(*self.place, 0.0)] + [(*p, 0.0) for p in PORTS[key][6][::-1]] + [(*spot, 0.0)], min(self.speed, 8.0))
        self.port = key
        if self.draught_habit == "next":
            self.log.append((self.t, "draught", self.true_draught()))

    def call(self, key: str, load: float, hours: float | None = None, wait: float | None = None, shown: str | None = None) -> None:
        """Sail to a port, work cargo there and be ready to leave."""
        sea = self.sea
        self.head_for(key, shown)
        if wait is None:
            wait = sea.uniform(2, 30) if sea.chance(0.45) else 0.0
        self.to_berth(key, wait)
        self.moor(hours or sea.uniform(10, 45))
        self.work_cargo(load)

    def silence(self, begin: float, end: float) -> None:
        self.silences.append((begin, end))

    def hours_to(self, node: str) -> float:
        """About how long the way to a node takes."""
        path = self.way(node, NODES[node][:2] if node in NODES else PORTS[node[1:]][4])
        return sum(nautical(a[:2], b[:2]) for a, b in zip(path, path[1:])) / self.speed


def side_by_side(a: Ship, b: Ship, hours: float, status: int = UNDER_WAY) -> None:
    """b comes alongside a, both (already near each other) lie together for some hours; then b lets go."""
    rng = a.sea.rng
    begin = max(a.t, b.t) + rng.uniform(0.3, 1.0) * HOUR
    for ship in (a, b):
        near = ship is a or nautical(a.place, b.place) < 0.01
        if begin - ship.t > 0.6 * HOUR or near:
            ship.stay((begin - ship.t) / HOUR - (0 if near else 0.35), status if ship is a else (ANCHORED if status == ANCHORED and begin - ship.t > 3 * HOUR else 0))
    gap = (a.width + b.width) / 2 / NM * rng.uniform(1.0, 1.25) + 0.002
    miles = nautical(a.place, b.place)
    minutes = max(8.0, miles / 5 * 60)
    start = max(a.t, b.t + minutes * 60)
    a.stay((start - a.t) / HOUR, status)
    b.stay((start - b.t) / HOUR - minutes / 60, UNDER_WAY)
    t, lat, lon, heading = a.sway(hours, status)
    away = np.radians(heading + 90)
    blat, blon = lat + gap * np.cos(away) / 60, lon + gap * np.sin(away) / 60 / np.cos(np.radians(lat))
    b.add(np.array([b.t]), *b.place, np.nan, UNDER_WAY)
    a.add(t, lat, lon, heading, status)
    b.add(t, blat, blon, (heading + (180 if rng.random() < 0.4 else 0)) % 360, UNDER_WAY if rng.random() < 0.6 else status)
    for ship, la, lo in ((a, lat, lon), (b, blat, blon)):
        ship.t, ship.place, ship.port = float(t[-1]) + 60, (float(la[-1]), float(lo[-1])), None


def meet(a: Ship, b: Ship, node: str, at: float, hours: float, spot: tuple[float, float] | None = None, status: int = UNDER_WAY) -> tuple[float, float, tuple[float, float]]:
    """Both go to a spot near the node, aiming at the time `at`, and lie alongside. Gives begin, end and place."""
    sea = a.sea
    spot = spot or a.spot_near(node)
    for ship, place in ((a, spot), (b, moved(spot, sea.uniform(0.12, 0.5), sea.uniform(-0.2, 0.2)))):
        slackness = (at - ship.t) / HOUR - ship.hours_to(node) - sea.uniform(0.2, 5)
        if slackness > 0.3:
            ship.moor(slackness) if ship.port else ship.stay(slackness, ANCHORED if ship.node.startswith("@") else UNDER_WAY)
        if nautical(ship.place, place) > 0.05 or ship.node != node:
            ship.sail(node, place)
    side_by_side(a, b, hours, status)
    return a.t - hours * HOUR, a.t, a.place


def trade(ship: Ship, until: float) -> None:
    """Ordinary trade for the ship's kind and flag until about the time given; no new voyage begins after it."""
    sea = ship.sea
    if ship.flag == "KP":
        while ship.t < until:
            coast = KP_WEST if ship.place[1] < 127 else KP_EAST
            goal = sea.pick([k for k in coast if k != ship.port])
            if sea.chance(0.35) and ship.port:
                ship.moor(min(sea.uniform(10, 90), max(2.0, (until - ship.t) / HOUR)))
                continue
            ship.call(goal, float(sea.chance(0.5)), sea.uniform(20, 90), sea.uniform(3, 50) if sea.chance(0.6) else 0)
        return
    if ship.port and PORTS[ship.port][1] == "KP" and ship.load > 0.1:
        ship.work_cargo(0.0)  # ships of other flags leave the DPRK empty unless a scenario says otherwise
    options = TRADE.get(ship.kind, TRADE["tanker"] if ship.kind == "bunker" else TRADE["general"])
    while ship.t < until:
        here = ship.place
        if ship.length > 150:
            options = [k for k in options if k not in ("SON", "SLV", "WEI", "CJU")]
        near = sorted((k for k in options if "@" + k != ship.node), key=lambda k: nautical(here, PORTS[k][4]) * sea.uniform(0.5, 1.6))
        goal = sea.pick(near[:6])
        load = float(ship.load < 0.5) if ship.kind in ("bulk", "tanker", "barge") else sea.pick((0.0, 0.4, 0.7, 1.0))
        if ship.kind == "container":
            load = sea.uniform(0.5, 1.0)
        ship.call(goal, load)


# ---- what is hidden ------------------------------------------------------------------------------------------------
FALSE_WORDS = ("FOR ORDERS", "CN DDG", "KR INC", "VLADIVOSTOK", "DALIAN", "FISHING", "CHINA", "PORT KLANG", "KR PUS", "HK HKG", "QINGDAO", "NAKHODKA")


def lying(sea: Sea, ship: Ship, goal: str) -> str | None:
    """What an evader writes in the destination: nothing new, a false word, blank or, quite often, the truth."""
    habit = sea.pick(("true", "true", "false", "false", "blank", "stale"))
    if habit == "true":
        return ship.spell(goal)
    return {"false": str(sea.pick(FALSE_WORDS)), "blank": "", "stale": ship.spell(sea.pick(("DLC", "YNT", "NJK", "SHD")))}[habit]


def disguise(sea: Sea, ship: Ship, begin: float, end: float | None) -> str:
    """Give the hull another identity from begin (and its own again from end). Tells how."""
    old = (ship.name, ship.mmsi, ship.imo, ship.flag)
    way = sea.pick(("new", "new", "name only", "borrowed", "river boat"))
    if way == "borrowed":
        victim = Ship(sea, ship.kind, str(sea.pick(("CN", "PA", "SL", "TG"))), sea.pick(TRADE["general"]), length=ship.length + sea.uniform(-6, 6))
        trade(victim, MONTH)
        ship.identify(begin, victim.name, victim.mmsi, victim.imo, victim.flag, victim.callsign)
        text = f"bears the numbers of {victim.name}, which trades elsewhere at the same time"
    elif way == "name only":
        ship.identify(begin, sea.new_name("X", "general"), ship.mmsi, None, ship.flag)
        text = "changes its name and blanks the IMO number but keeps the MMSI"
    else:
        flag = "CN" if way == "river boat" else str(sea.pick(("TG", "SL", "MN", "KH", "PA", "TZ")))
        imo = sea.new_imo() if way == "new" and sea.chance(0.4) else None
        ship.identify(begin, sea.new_name(flag, "general"), sea.new_mmsi(flag), imo, flag, CALL[flag] + "".join(str(sea.pick("ABCDEFG23456789")) for _ in range(4)))
        text = "takes another MMSI, name and callsign" + (" and a made-up IMO number" if imo else "")
    ship.silence(begin - sea.uniform(0.2, 9) * HOUR, begin + sea.uniform(0.1, 3) * HOUR)
    if end is not None:
        ship.identities.append((end, *old))
        ship.log += [(end, "name", old[0]), (end, "mmsi", old[1]), (end, "imo", old[2] if ship.imo_shown == "shown" else None), (end, "callsign", ship.callsign)]
        ship.name, ship.mmsi, ship.flag = old[0], old[1], old[3]
        text += ", later back to its own"
    return text


def export(sea: Sea, kind: str) -> None:
    """Goods from a DPRK port to another State; heard, partly dark or under another identity."""
    case = str(sea.rng.choice(("kp", "third", "barge", "sand", "seafood"), p=(0.36, 0.26, 0.14, 0.1, 0.14)))
    west = sea.chance(0.65) or case in ("barge", "sand")
    west_goals, east_goals = ("LYG", "NGB", "SHD", "LKU", "PLI", "RZH", "DDG", "NTG", "TAO", "BYQ"), ("NJK", "VYP", "KHO", "NGB", "LYG", "SLV")
    if case == "kp":
        ship = Ship(sea, "general", "KP", sea.pick(KP_WEST if west else KP_EAST), length=sea.uniform(75, 145))
        source = sea.pick(("NAM", "NAM", "SON") if west else ("CHO", "CHO", "HGM", "WON", "KIM"))
        goal, goods = sea.pick(west_goals if west else east_goals), sea.pick(("coal", "coal", "coal", "iron ore", "magnesite", "zinc ore"))
    elif case == "third":
        ship = Ship(sea, "general", str(sea.pick(THIRD)), sea.pick(("DLC", "YNT", "LYG", "DDG") if west else ("VVO", "NJK", "PUS", "KPO")), length=sea.uniform(80, 175))
        source = sea.pick(("NAM", "NAM", "SON") if west else ("CHO", "WON", "HGM"))
        goal, goods = sea.pick(("LYG", "NGB", "RZH", "INC", "TXG", "NTG") if west else ("KHO", "NJK", "KPO", "TGH", "VYP")), sea.pick(("coal", "coal", "iron ore", "steel"))
    elif case == "barge":
        ship = Ship(sea, "barge", "CN", sea.pick(("NTG", "SHA", "NGB", "LYG")))
        source, goal, goods = sea.pick(("NAM", "SON", "NAM")), sea.pick(("NTG", "NGB", "SHA", "LYG")), "coal"
    elif case == "sand":
        ship = Ship(sea, sea.pick(("barge", "dredger")), "CN", sea.pick(("DDG", "LYG", "SHA")))
        source, goal, goods = "HAE", sea.pick(("DDG", "LYG", "SHA", "NGB")), "sand"
    else:
        ship = Ship(sea, "reefer", str(sea.pick(("KP", "CN", "TG", "KH"))), sea.pick(("SHD", "DDG")) if west else sea.pick(("VVO", "SLV")), length=sea.uniform(45, 80))
        source = sea.pick(("NAM", "HAE")) if west else sea.pick(("CHO", "WON", "RJN"))
        goal, goods = sea.pick(("SHD", "DDG", "WEI")) if west else sea.pick(("SLV", "VVO", "NJK")), "seafood"
    start = sea.uniform(0.5, 20) * DAY if ship.flag == "KP" else sea.uniform(0.5, 17) * DAY
    trade(ship, start)
    at_roads = (case in ("kp", "third") and sea.chance(0.6) and PORTS[goal][1] in ("CN", "RU")) and goal != "SLV"
    ship.work_cargo(0.0)
    ship.head_for(source, lying(sea, ship, source))
    ship.to_berth(source, sea.uniform(4, 40) if sea.chance(0.6) else 0) if case != "sand" else ship.to_roads(source)
    arrived = ship.t
    hours = sea.uniform(18, 60) if case != "seafood" else sea.uniform(6, 20)
    ship.stay(hours) if case == "sand" else ship.moor(hours)
    ship.work_cargo(1.0)
    begin = ship.t
    ship.head_for(goal, lying(sea, ship, goal))
    if sea.chance(0.25):  # hangs about at sea first, as if for orders
        ship.sail(sea.pick(("ysn", "ysc")) if west else "soj2")
        ship.stay(sea.uniform(5, 40), UNDER_WAY)
    left_coast = ship.t
    roles, barges = [("carrier", ship)], 0
    if at_roads:
        ship.to_roads(goal)
        there = ship.t
        ship.stay(sea.uniform(8, 60))
        barges = int(sea.rng.integers(0, 3))
        for _ in range(barges):
            barge = Ship(sea, "barge", "CN" if PORTS[goal][1] == "CN" else "RU", goal)
            trade(barge, ship.t - 6 * DAY)
            meet(barge, ship, "@" + goal, ship.t + 4 * HOUR, sea.uniform(4, 12), ship.place, ANCHORED)
            barge.work_cargo(1.0)
            trade(barge, MONTH)
            roles.append(("barge", barge))
        ship.stay(sea.uniform(5, 30))
    else:
        ship.to_berth(goal, sea.uniform(3, 40) if sea.chance(0.5) else 0)
        there = ship.t
        ship.moor(sea.uniform(12, 50))
    if there > MONTH - DAY:
        return
    ship.work_cargo(0.0)
    end = ship.t
    note = f"{case}: {goods} from {PORTS[source][0]} to {PORTS[goal][0]}{' roads' if at_roads else ''}" + (f", {barges} barges" if barges else "")
    mute = ship.draught_habit in ("never", "constant", "zero")
    if kind == "delivery" and mute and not at_roads and case in ("kp", "third"):
        note = "UNSEEABLE (heard, but no draught and nothing else tells it from a lawful call): " + note
    elif mute:
        note += "; the draught shown says nothing"
    if kind == "dark_voyage":
        part = str(sea.pick(("load", "load", "passage", "discharge", "all")))
        before, after = arrived - sea.uniform(5, 26) * HOUR, begin + sea.uniform(4, 22) * HOUR
        if part == "load":
            ship.silence(before, after)
        elif part == "passage":
            ship.silence(begin + sea.uniform(1, 8) * HOUR, max(there - sea.uniform(1, 10) * HOUR, begin + 10 * HOUR))
        elif part == "discharge":
            ship.silence(left_coast + 0.5 * (there - left_coast), end + sea.uniform(3, 30) * HOUR)
        else:
            ship.silence(before, end + sea.uniform(3, 20) * HOUR)
        note += f"; dark: {part}"
        if part == "all" and mute or part == "load" and mute and ship.flag != "KP" and arrived - before > 14 * HOUR:
            note = "UNSEEABLE (the ship is only absent; nothing shows that it loaded or where): " + note
    elif kind == "laundered_delivery":
        change = begin + sea.uniform(0.15, 0.6) * max(there - begin, 8 * HOUR)
        note += "; " + disguise(sea, ship, change, end + sea.uniform(6, 40) * HOUR if sea.chance(0.6) else None)
    sea.note(kind, roles, [port_place("loading", source, case == "sand"), port_place("discharge", goal, at_roads)], begin, end, goods, note, True)
    trade(ship, MONTH)


def oil_import(sea: Sea, kind: str) -> None:
    """A tanker brings oil to a DPRK port outside what is reported and allowed."""
    flag = str(sea.pick(THIRD + ("KP", "CN")))
    west = sea.chance(0.7)
    source = sea.pick(("TXG", "KEL", "YOS", "NGB", "DLC", "KAN") if west else ("NJK", "VVO", "YOS", "USN"))
    if flag == "KP":
        source = "NGB" if west else "NJK"
    goal = sea.pick(("NAM", "NAM", "SON")) if west else sea.pick(("CHO", "WON", "HGM", "RJN"))
    ship = Ship(sea, "tanker", flag, sea.pick(("NAM",)) if flag == "KP" and west else "CHO" if flag == "KP" else source, length=sea.uniform(70, 135))
    trade(ship, sea.uniform(0.3, 18) * DAY)
    ship.call(source, 1.0)
    begin = ship.t
    truth = () if flag in ("CN", "KP") else ("", ship.spell(goal), ship.spell(goal), "")  # else it would look like the lawful trade
    shown = str(sea.pick(FALSE_WORDS + truth))
    ship.head_for(goal, shown)
    if sea.chance(0.35):
        ship.sail(sea.pick(OPEN_WEST[:8] if west else OPEN_EAST))
        ship.stay(sea.uniform(5, 60), UNDER_WAY)
    ship.to_berth(goal, sea.uniform(4, 50) if sea.chance(0.6) else 0)
    there = ship.t
    if there > MONTH - DAY:
        return
    ship.moor(sea.uniform(15, 50))
    ship.work_cargo(0.0)
    end = ship.t
    note = f"refined oil from {PORTS[source][0]} to {PORTS[goal][0]}, unreported, {flag} flag, destination shown '{shown}'"
    if kind == "dark_voyage":
        ship.silence(there - sea.uniform(8, 40) * HOUR, end + sea.uniform(6, 40) * HOUR)
        note += "; dark before, at and after the DPRK port"
        if ship.draught_habit in ("never", "constant", "zero") and flag != "KP":
            note = "UNSEEABLE (absent for some days, draught says nothing; a gap like many): " + note
    elif kind == "laundered_delivery":
        back = end + sea.uniform(5, 40) * HOUR if sea.chance(0.6) else None
        note += "; " + disguise(sea, ship, begin + sea.uniform(0.2, 0.7) * max(there - begin, 8 * HOUR), back)
    sea.note(kind, [("carrier", ship)], [port_place("loading", source), port_place("discharge", goal)], begin, end, "refined oil", note, True)
    trade(ship, MONTH)


def oil_transfer(sea: Sea) -> None:
    """Oil at sea to one or several DPRK (or DPRK-run) tankers, from a ship heard or silent."""
    east = sea.chance(0.25)
    mode = str(sea.rng.choice(("both heard", "receiver silent", "supplier silent", "in turn", "chain", "both silent"), p=(0.26, 0.24, 0.16, 0.16, 0.12, 0.06)))
    node = sea.pick(OPEN_EAST if east else OPEN_WEST)
    home = "CHO" if east else "NAM"
    supplier = Ship(sea, "tanker", str(sea.pick(THIRD + ("CN", "KR", "RU", "SG"))), sea.pick(("NJK", "VVO", "USN") if east else ("TXG", "KEL", "YOS", "NGB", "HKT")))
    count = int(sea.rng.integers(2, 4)) if mode == "in turn" else 1
    at = sea.uniform(4, 26) * DAY
    trade(supplier, at - 7 * DAY)
    if supplier.port:
        supplier.work_cargo(1.0)
    supplier.head_for("", sea.pick(FALSE_WORDS + ("", "OFFSHORE", "EAST CHINA SEA", "HIGH SEAS")))
    roles, places, first, last = [("supplier", supplier)], [], 0.0, 0.0
    spot = None
    if mode == "chain":
        middle = Ship(sea, "tanker", str(sea.pick(THIRD)), sea.pick(("DLC", "TAO", "PUS")), length=sea.uniform(70, 110))
        trade(middle, at - 6 * DAY)
        first, _, spot = meet(supplier, middle, sea.pick(("ece", "ecm")) if not east else "soj5", at, sea.uniform(6, 14))
        middle.work_cargo(1.0)
        places.append(["meeting", "", "", *spot])
        roles.append(("middleman", middle))
        supplier.work_cargo(0.2)
        trade(supplier, MONTH)
        giver, at, spot = middle, middle.t + 40 * HOUR, None
    else:
        giver = supplier
    for k in range(count):
        kp = sea.chance(0.8)
        receiver = Ship(sea, "tanker", "KP" if kp else str(sea.pick(("TG", "SL", "KM", "PW"))), home, length=sea.uniform(68, 125))
        receiver.load = 0.0
        if at > 12 * DAY and kp:
            trade(receiver, at - 9 * DAY)
        begin, end, spot = meet(giver, receiver, node, max(at, giver.t + 6 * HOUR), sea.uniform(5, 18), spot)
        if begin > MONTH - DAY:
            return
        first, last = first or begin, end
        giver.work_cargo(max(0.0, giver.load - sea.uniform(0.3, 1.0) / count))
        receiver.work_cargo(1.0)
        if mode in ("receiver silent", "both silent") or (mode == "in turn" and sea.chance(0.4)):
            receiver.silence(begin - sea.uniform(20, 90) * HOUR, end + sea.uniform(10, 70) * HOUR)
        receiver.head_for(home, lying(sea, receiver, home))
        if kp or sea.chance(0.7):
            receiver.to_berth(home if sea.chance(0.8) or east else "SON", sea.uniform(3, 40))
            receiver.moor(sea.uniform(20, 60))
            receiver.work_cargo(0.0)
        trade(receiver, MONTH) if kp else receiver.moor(60) if receiver.port else receiver.stay(90, UNDER_WAY)
        places.append(["meeting", "", "", *spot])
        roles.append(("receiver", receiver))
    if mode in ("supplier silent", "both silent"):
        giver.silence(first - sea.uniform(6, 40) * HOUR, last + sea.uniform(6, 30) * HOUR)
    note = f"{mode}; {'Sea of Japan' if east else 'Yellow or East China Sea'}"
    if mode == "both silent":
        note = "UNSEEABLE (both silent at the meeting): " + note
    trade(giver, MONTH)
    sea.note("transfer", roles, places, first, last, "refined oil", note, True)


def coal_transfer(sea: Sea) -> None:
    """Coal off a ship from a DPRK port into another ship, at sea or in sheltered roads."""
    west = sea.chance(0.7)
    giver = Ship(sea, "general", str(sea.pick(("KP", "KP", "KP", "TG", "SL", "KH"))), "NAM" if west else "CHO", length=sea.uniform(85, 145))
    trade(giver, sea.uniform(0.3, 18) * DAY) if giver.flag == "KP" else None
    source = sea.pick(("NAM", "SON")) if west else sea.pick(("CHO", "HGM", "WON"))
    giver.call(source, 1.0, None, 0)
    left = giver.t
    taker = Ship(sea, "bulk", str(sea.pick(("CN", "VN", "PA", "HK", "BZ", "RU"))), sea.pick(("LYG", "NGB", "RZH") if west else ("NJK", "PUS")), length=sea.uniform(95, 160))
    trade(taker, left - 2 * DAY)
    taker.work_cargo(0.0)
    node = sea.pick(("@LYG", "@NGB", "ecs", "zse", "ysc", "@SHD")) if west else sea.pick(("@NJK", "soj2", "soj5"))
    giver.head_for("", str(sea.pick(FALSE_WORDS)))
    begin, end, spot = meet(giver, taker, node, max(giver.t + 60 * HOUR, taker.t + 40 * HOUR), sea.uniform(16, 50), None, ANCHORED if node[0] == "@" else UNDER_WAY)
    if begin > MONTH - DAY:
        return
    giver.work_cargo(0.0)
    taker.work_cargo(1.0)
    silent = str(sea.pick(("none", "none", "giver", "taker")))
    if silent != "none":
        (giver if silent == "giver" else taker).silence(begin - sea.uniform(8, 60) * HOUR, end + sea.uniform(4, 40) * HOUR)
    trade(giver, MONTH) if giver.flag != "KP" or not west else giver.call("NAM", 0.0)
    trade(giver, MONTH)
    trade(taker, MONTH)
    where = ["meeting", "", "", *spot] if node[0] != "@" else ["meeting", PORTS[node[1:]][0] + " roads", PORTS[node[1:]][1], *spot]
    sea.note("transfer", [("giver", giver), ("taker", taker)], [port_place("loading", source), where], begin, end, "coal", f"coal from {PORTS[source][0]} over side; silent: {silent}", True)


def build_hidden(sea: Sea, count: int) -> None:
    """As many acts as told, of all kinds."""
    recipes: list[Callable[[Sea], None]] = [
        lambda s: export(s, "delivery"), oil_transfer, lambda s: export(s, "dark_voyage"), lambda s: oil_import(s, "delivery"), coal_transfer,
        lambda s: export(s, "laundered_delivery"), lambda s: export(s, "delivery"), oil_transfer, lambda s: oil_import(s, "dark_voyage"),
        lambda s: export(s, "dark_voyage"), lambda s: oil_import(s, "laundered_delivery")]
    order: list[int] = []
    while len(sea.acts) < count:
        order = order or sea.rng.permutation(len(recipes)).tolist()
        recipe, ships, acts = recipes[order.pop()], len(sea.ships), len(sea.acts)
        for _ in range(12):
            recipe(sea)
            if len(sea.acts) > acts:
                break
            del sea.ships[ships:]


# ---- what is innocent ----------------------------------------------------------------------------------------------
# kind, flags, ship, from, to, goods, load on the way out, load on the way back, note
VOYAGES: tuple[tuple[str, tuple[str, ...], str, tuple[str, ...], tuple[str, ...], str | None, float, float, str], ...] = (
    ("grain_import", ("RU", "PA", "KP", "MN"), "general", ("NJK", "VVO", "VYP"), ("WON", "HGM", "CHO", "NAM"), "grain", 1, 0, "wheat or flour to the DPRK, leaves empty"),
    ("food_aid", ("CN", "KH", "VN"), "general", ("DLC", "LYG", "NTG"), ("NAM", "WON", "NAM"), "rice", 1, 0, "aid cargo, announced"),
    ("fertiliser_import", ("CN", "TG", "SL", "KP"), "general", ("DLC", "YNT", "DDG", "BYQ"), ("NAM", "NAM", "SON", "HAE"), "fertiliser", 1, 0, "lawful goods; comes laden, leaves in ballast"),
    ("consumer_goods", ("CN", "KP"), "general", ("DLC", "DDG", "YNT"), ("NAM",), "food and household goods", 1, 0, "general cargo liner; containers back empty"),
    ("lawful_oil", ("RU", "CN", "KP"), "tanker", ("NJK", "VVO", "DLC"), ("RJN", "CHO", "NAM", "WON"), "refined oil", 1, 0,
     "reported to the Committee and within the ceiling; true destination, heard as far as reception goes"),
    ("russian_coal_by_rajin", ("CN", "HK", "PA"), "bulk", ("LYG", "RZH", "NTG", "TAO"), ("RJN",), "Russian coal", 0, 1,
     "coal of Russian origin from Rajin pier 3, exempt by resolution 2371 and notified; looks exactly like a coal delivery save for the port"),
    ("lawful_loading_abroad", ("KP",), "general", ("NAM", "SON"), ("DLC", "DDG", "LYG", "YNT"), "fertiliser and maize", 0, 1, "DPRK ship comes in ballast, loads lawful goods, returns deep"),
    ("lawful_loading_abroad", ("KP",), "general", ("CHO", "WON", "HGM"), ("VVO", "NJK", "SLV"), "flour and timber", 0, 1, "DPRK ship comes in ballast, loads lawful goods, returns deep"),
    ("bunkers_and_stores", ("KP",), "general", ("CHO", "RJN"), ("VVO", "NJK"), None, 0, 0, "DPRK ship calls abroad for stores and crew only"),
    ("repair", ("KP", "TG", "SL", "MN"), "general", ("NAM", "HAE", "DDG"), ("DLC", "NGB", "NTG"), None, 0, 0, "to a yard, long stay, no cargo"),
    ("passengers", ("KP",), "ferry", ("RJN",), ("VVO",), None, 0.5, 0.5, "passenger ship between Rajin and Vladivostok"),
    ("border_trade", ("CN", "KR", "PA"), "general", ("INC", "YNT", "TAO"), ("DDG",), "steel and parts", 1, 0.3, "Dandong, hard by the border, but a Chinese port"),
)


def lawful_voyage(sea: Sea, row: int) -> None:
    """A there-and-back voyage of the table, with the ship's usual bad habits in what it enters."""
    kind, flags, hull, origins, goals, goods, out, back, note = VOYAGES[row]
    flag, origin, goal = str(sea.pick(flags)), sea.pick(origins), sea.pick(goals)
    big = {"russian_coal_by_rajin": sea.uniform(110, 180)}.get(kind, sea.uniform(62, 135))
    start = origin if flag != "KP" or PORTS[origin][1] == "KP" else sea.pick(KP_WEST if goal in KP_WEST else KP_EAST)
    ship = Ship(sea, hull, flag, start, length=big)
    if kind == "lawful_oil" or sea.chance(0.5):
        ship.destination_habit = "true"
    trade(ship, sea.uniform(0.2, 20) * DAY)
    if ship.port != origin:
        ship.call(origin, out)
    else:
        ship.work_cargo(out)
    begin = ship.t
    if sea.chance(0.2):
        ship.sail(sea.pick(("ysn", "kb1") if goal in KP_WEST or origin in KP_WEST else ("soj2", "choe")))
        ship.stay(sea.uniform(4, 30), UNDER_WAY)
        note += "; waited adrift on the way"
    stay = sea.uniform(120, 260) if kind == "repair" else sea.uniform(14, 60)
    ship.call(goal, back, stay, sea.uniform(4, 60) if sea.chance(0.6) else 0)
    end = ship.t
    if kind not in ("lawful_oil", "food_aid", "passengers") and sea.chance(0.2):
        ship.silence(end - sea.uniform(20, 70) * HOUR, end + sea.uniform(2, 30) * HOUR)
        note += "; the set was switched off in port and on late"
    sea.note(kind, [("carrier", ship)], [port_place("from", origin), port_place("to", goal)], begin, end, goods, note)
    if flag == "KP" or back:
        home = sea.pick(origins) if back else "NAM" if goal in KP_WEST + ("DLC", "NGB", "NTG") else "CHO"
        if ship.port != home:
            ship.call(home, 0.0)
    trade(ship, MONTH)


def coasting(sea: Sea, dark: bool = False) -> None:
    """Coal or cement from one DPRK port to another."""
    ports = sea.pick((KP_WEST, KP_EAST, KP_EAST))
    a, b = sea.rng.choice(ports, 2, replace=False)
    ship = Ship(sea, sea.pick(("general", "general", "tanker")), "KP", str(a))
    trade(ship, sea.uniform(0.2, 22) * DAY)
    ship.call(str(a), 1.0)
    begin = ship.t
    ship.call(str(b), 0.0)
    if dark:
        ship.silence(begin + sea.uniform(0, 6) * HOUR, ship.t - sea.uniform(0, 20) * HOUR)
    sea.note("dprk_coasting_dark" if dark else "dprk_coasting", [("carrier", ship)], [port_place("from", str(a)), port_place("to", str(b))], begin, ship.t,
             "coal or cement", "between DPRK ports: not an export" + (", transponder off" if dark else ""))
    trade(ship, MONTH)


def around_korea(sea: Sea) -> None:
    """A DPRK ship goes from one coast to the other, outside the peninsula, and may wait on the way."""
    a, b = sea.pick((("CHO", "NAM"), ("NAM", "WON"), ("HGM", "NAM"), ("NAM", "CHO")))
    ship = Ship(sea, sea.pick(("general", "general", "tanker")), "KP", a)
    trade(ship, sea.uniform(0.2, 18) * DAY)
    ship.call(a, 1.0)
    begin = ship.t
    if sea.chance(0.6):
        ship.sail(sea.pick(("deep", "jjs", "yss", "ul")))
        ship.stay(sea.uniform(4, 30), UNDER_WAY)
    ship.call(b, 0.0)
    sea.note("dprk_around_korea", [("carrier", ship)], [port_place("from", a), port_place("to", b)], begin, ship.t, "coal", "DPRK port to DPRK port round the peninsula; stopped on the way")
    trade(ship, MONTH)


def shelter(sea: Sea) -> None:
    """A laden or empty ship from the DPRK lies in foreign roads while a storm passes and goes back as it came."""
    storm = sea.pick(sea.storms)
    west = sea.chance(0.7)
    ship = Ship(sea, "general", str(sea.pick(("KP", "KP", "KP", "TG", "MN"))), sea.pick(("NAM", "SON")) if west else "CHO", length=sea.uniform(70, 130))
    if ship.flag == "KP":
        trade(ship, storm[0] - 3.5 * DAY)
    else:
        ship.moor(max(5.0, (storm[0] - 2 * DAY - ship.t) / HOUR))
    roads = sea.pick(("SHD", "SHD", "WEI", "LYG", "YNT")) if west else sea.pick(("NJK", "VYP"))
    ship.to_roads(roads)
    begin = ship.t
    ship.stay(max(18.0, (storm[1] - ship.t) / HOUR + sea.uniform(0, 30)))
    sea.note("storm_shelter", [("sheltering", ship)], [port_place("shelter", roads, True)], begin, ship.t, None, "sheltered from the storm, worked no cargo, went back to the DPRK as it came")
    ship.call(sea.pick(("NAM", "HAE")) if west else "CHO", ship.load)
    trade(ship, MONTH)


def waiting(sea: Sea, why: str) -> None:
    """A tanker adrift off the coast: for orders, with a dead engine, silent, alone or with company."""
    flag = str(sea.pick(THIRD + ("KR", "SG", "LR", "RU")))
    ship = Ship(sea, "tanker", flag, sea.pick(("TXG", "KEL", "YOS", "USN", "NGB")))
    trade(ship, sea.uniform(0.5, 22) * DAY)
    ship.work_cargo(1.0)
    ship.head_for("", sea.pick(("FOR ORDERS", "", "DRIFTING", "EAST CHINA SEA", "OPL")))
    node = sea.pick(OPEN_WEST + ("soj5",))
    ship.sail(node)
    begin, spot, roles = ship.t, ship.place, [("waiting", ship)]
    note = {"waiting_orders": "drifts for days waiting for a price, goes back or on as deep as it came", "engine_breakdown": "not under command while the engine is mended",
            "transponder_failure": "the transponder failed; a lawful voyage without it", "waiting_together": "two tankers drift a mile or two apart and never meet",
            "fishing_fleet_bunkering": "sells fuel to fishing boats at sea; rises as it does so, and the boats are often not heard"}[why]
    if why == "waiting_together":
        other = Ship(sea, "tanker", str(sea.pick(THIRD + ("KR",))), sea.pick(("TXG", "YOS", "NGB")))
        trade(other, begin - 5 * DAY)
        other.sail(node, moved(spot, sea.uniform(0.8, 2.0), sea.uniform(-1, 1)))
        roles.append(("waiting", other))
        begin = max(begin, other.t)
        other.stay(max(3.0, (begin - other.t) / HOUR) + sea.uniform(10, 40), UNDER_WAY)
        trade(other, MONTH)
    if why == "fishing_fleet_bunkering":
        for _ in range(int(sea.rng.integers(2, 5))):
            boat = Ship(sea, "fishing", sea.pick(("CN", "CN", "TW", "KR")), node, begin=max(ship.t - 50 * HOUR, -DAY))
            fish(boat, 20)
            meet(ship, boat, node, ship.t + sea.uniform(2, 9) * HOUR, sea.uniform(0.8, 2.5), ship.place)
            fish(boat, 60)
            roles.append(("customer", boat))
        ship.work_cargo(0.1)
    else:
        ship.stay(sea.uniform(14, 90) if why != "transponder_failure" else sea.uniform(2, 15), 2 if why == "engine_breakdown" else UNDER_WAY)
    end = ship.t
    if why == "transponder_failure":
        begin, end = begin - sea.uniform(5, 50) * HOUR, end + sea.uniform(5, 70) * HOUR
        ship.silence(begin, end)
    sea.note(why, roles, [["waiting", "", "", *spot]], begin, end, None, note)
    if ship.load > 0.5 and sea.chance(0.5):
        ship.call("TXG", 1.0, 10)
    trade(ship, MONTH)


def lawful_transfer(sea: Sea, where: str) -> None:
    """Two ships lie together lawfully: bunkers, lightering, sisters, a repair at sea, cargo between tankers of one owner."""
    kinds = {"bunkering": ("bunker", ("YOS", "NGB", "USN", "PUS", "NJK", "SHA")), "lightering": ("barge", ("NGB", "LYG", "SHA", "RZH")),
             "sister_tankers": ("tanker", ("YOS", "USN", "NGB", "TAO", "DLC")), "lawful_sts_at_sea": ("tanker", ("TXG", "YOS", "NGB")),
             "assistance": ("tug", ("PUS", "SHA", "YOS", "NJK")), "provisions": ("launch", ("PUS", "YOS", "NGB", "DLC", "SHD", "NJK")),
             "crew_change": ("launch", ("PUS", "USN", "YOS", "KPO")), "pilot": ("pilot", ("PUS", "INC", "TAO", "VVO", "NGB", "LYG"))}
    hull, ports = kinds[where]
    port = sea.pick(ports)
    big_kind = {"lightering": "bulk", "sister_tankers": "tanker", "lawful_sts_at_sea": "tanker", "assistance": "tanker"}.get(where) or sea.pick(("bulk", "general", "tanker"))
    flags = THIRD + ("CN", "KR") if where != "provisions" or port not in ("SHD", "DLC", "NJK") else ("KP", "KP", "TG", "SL")
    flag = str(sea.pick(flags))
    big = Ship(sea, big_kind, flag, port if flag != "KP" else "NAM" if port != "NJK" else "CHO")
    trade(big, sea.uniform(1, 18) * DAY)
    if big_kind != "general":
        big.work_cargo(1.0)
    own = {"Y": "KR", "U": "KR", "P": "KR", "I": "KR", "K": "KR", "V": "RU"}.get(port[0], "RU" if port == "NJK" else "CN")
    small = Ship(sea, hull, own if where != "lawful_sts_at_sea" else str(sea.pick(THIRD + ("KR", "CN"))), port)
    node = "@" + port if where not in ("lawful_sts_at_sea", "assistance") else sea.pick(("ece", "zse", "deep", "jjs", "tss2", "ecm"))
    hours = {"bunkering": 4, "lightering": 14, "sister_tankers": 16, "lawful_sts_at_sea": 13, "assistance": 20, "provisions": 1, "crew_change": 0.7, "pilot": 0.2}[where]
    if hull in ("tanker", "barge"):
        trade(small, big.t - 4 * DAY)
    big.head_for(port if node[0] == "@" else "")
    status = ANCHORED if node[0] == "@" and where not in ("crew_change", "pilot") else UNDER_WAY
    begin, end, spot = meet(big, small, node, max(big.t + big.hours_to(node) * HOUR, small.t) + 3 * HOUR, hours * sea.uniform(0.7, 1.5), None, status)
    if where in ("lightering", "sister_tankers", "lawful_sts_at_sea"):
        small.work_cargo(1.0)
        big.work_cargo(0.3)
    if where == "lawful_sts_at_sea" and sea.chance(0.35):
        small.silence(begin - sea.uniform(5, 20) * HOUR, begin + sea.uniform(2, 30) * HOUR)
    note = {"bunkering": "fuel from a bunker barge", "lightering": "too deep for the berth, lightened into a barge", "sister_tankers": "tankers of one owner side by side in the roads",
            "lawful_sts_at_sea": "lawful cargo between tankers on the high seas, both in ordinary trade, no DPRK call", "assistance": "a tug stands by a disabled tanker",
            "provisions": "stores by launch", "crew_change": "crew by launch", "pilot": "the pilot boards"}[where]
    place = ["meeting", "", "", *spot] if node[0] != "@" else ["meeting", PORTS[port][0] + " roads", PORTS[port][1], *spot]
    sea.note(where, [("ship", big), ("other", small)], [place], begin, end, "oil" if hull == "tanker" else None, note)
    for ship in (big, small):
        if ship.kind in ("launch", "pilot", "tug"):
            while ship.t < MONTH:
                ship.to_berth(port)
                ship.moor(sea.uniform(8, 40))
                if sea.chance(0.5):
                    ship.to_roads(port)
                    ship.stay(sea.uniform(0.3, 3), UNDER_WAY)
        else:
            trade(ship, MONTH)


def fish(ship: Ship, hours: float) -> None:
    """Tow or jig to and fro over the ground around the ship's node."""
    end, sea = ship.t + hours * HOUR, ship.sea
    lat, lon, slack = NODES[ship.node]
    while ship.t < end:
        points = [(*ship.place, 0.0)] + [(*moved((lat, lon), *sea.rng.uniform(-0.65, 0.65, 2) * slack), 0.8) for _ in range(3)]
        ship.follow(points, sea.uniform(2.6, 4.2), FISHING, slow_end=False)
        if sea.chance(0.4):
            ship.stay(sea.uniform(1, 7), UNDER_WAY)


def shadow(ship: Ship, other: Ship, first: int, east: float, north: float, later: float = 0.0) -> None:
    """`other` has the track of `ship` from its knot block `first` on, shifted in place and time."""
    for block in ship.knots[first:]:
        copy = block.copy()
        copy[:, 0] += later
        copy[:, 1], copy[:, 2] = copy[:, 1] + north / 60, copy[:, 2] + east / 60 / math.cos(math.radians(float(copy[0, 1])))
        other.knots.append(copy)
    other.t, other.place, other.node = ship.t + later + 60, (float(copy[-1, 1]), float(copy[-1, 2])), ship.node


def trawlers(sea: Sea) -> None:
    """A pair tows one net, a few hundred metres apart for days."""
    ground = sea.pick(("ysc", "yss", "ecn", "ysn", "ece", "ecw", "deep"))
    a = Ship(sea, "fishing", "CN", ground, begin=sea.uniform(-2, 6) * DAY)
    b = Ship(sea, "fishing", "CN", ground, begin=a.t)
    fish(a, sea.uniform(200, 600))
    shadow(a, b, 0, sea.uniform(0.15, 0.3), sea.uniform(-0.15, 0.15))
    sea.note("pair_trawlers", [("trawler", a), ("trawler", b)], [["ground", "", "", *NODES[ground][:2]]], a.knots[0][0, 0], a.t, "fish", "pair trawling side by side")


def reefer_fleet(sea: Sea) -> None:
    """A reefer takes fish over from jiggers and trawlers at sea."""
    ground = sea.pick(("yamato", "soj3", "soj4", "ecm", "yss"))
    reefer = Ship(sea, "reefer", sea.pick(("CN", "RU", "KR", "PA")), sea.pick(("SHD", "PUS", "VVO")))
    reefer.moor(sea.uniform(20, 200))
    reefer.sail(ground)
    begin, roles = reefer.t, [("reefer", reefer)]
    for _ in range(int(sea.rng.integers(2, 5))):
        boat = Ship(sea, "fishing", sea.pick(("CN", "CN", "RU", "KR")), ground, begin=max(-DAY, reefer.t - 60 * HOUR))
        fish(boat, 40)
        meet(reefer, boat, ground, max(reefer.t, boat.t) + 2 * HOUR, sea.uniform(1.5, 5), reefer.place)
        fish(boat, 100)
        roles.append(("catcher", boat))
    reefer.work_cargo(1.0)
    sea.note("reefer_with_fleet", roles, [["meeting", "", "", *reefer.place]], begin, reefer.t, "fish", "takes over the catch of licensed boats on the high seas or home grounds")
    reefer.call(sea.pick(("SHD", "PUS", "NGB")), 0.0)
    trade(reefer, MONTH)


def tow(sea: Sea) -> None:
    """A tug with a manned barge behind it."""
    a, b = sea.pick((("PUS", "LYG"), ("VVO", "PUS"), ("DLC", "SHA"), ("NJK", "KHO"), ("DDG", "TAO"), ("USN", "MAI")))
    tug = Ship(sea, "tug", sea.pick(("CN", "KR", "RU", "SG")), a)
    barge = Ship(sea, "barge", tug.flag, a, begin=tug.t)
    tug.moor(sea.uniform(10, 300))
    barge.moor((tug.t - barge.t) / HOUR)
    begin, first = tug.t, len(tug.knots)
    tug.head_for(b)
    tug.sail("@" + b, None, 5.5)
    shadow(tug, barge, first, 0, 0, 160)
    sea.note("tow", [("tug", tug), ("tow", barge)], [port_place("from", a), port_place("to", b)], begin, tug.t, None, "tug and tow keep 0.2 to 0.3 miles for days")
    tug.to_berth(b)
    tug.moor(max(1.0, (MONTH - tug.t) / HOUR))
    barge.stay(max(1.0, (MONTH - barge.t) / HOUR))


def new_numbers(sea: Sea, kind: str) -> None:
    """Sold, reflagged, renamed or wrongly typed: the number changes for an honest reason."""
    flag = str(sea.pick(("CN", "PA", "KR", "RU", "SL", "TG", "KP") if kind == "mmsi_typo" else ("CN", "PA", "KR", "RU", "SL", "JP")))
    hull = sea.pick(("general", "general", "tanker", "bulk"))
    ship = Ship(sea, hull, flag, "NAM" if flag == "KP" else sea.pick(TRADE[hull]))
    trade(ship, sea.uniform(4, 20) * DAY)
    begin, old = ship.t, (ship.name, ship.mmsi, ship.imo, ship.flag)
    end = begin + sea.uniform(5, 70) * HOUR
    if kind == "mmsi_typo":
        digits = list(str(ship.mmsi))
        k = int(sea.rng.integers(3, 9))
        digits[k] = str((int(digits[k]) + int(sea.rng.integers(1, 9))) % 10)
        ship.identify(begin, ship.name, int("".join(digits)), ship.imo, flag)
        ship.identify(end, *old)
        note = "one digit typed wrong after a reset, corrected later"
    elif kind == "renamed":
        ship.identify(begin, sea.new_name("X", hull), ship.mmsi, ship.imo, flag)
        note = "new name after a sale, same flag and numbers"
    else:
        ship.moor(sea.uniform(40, 110)) if ship.port else ship.stay(50)
        new = str(sea.pick(("TG", "SL", "PA", "KH", "MN", "PW", "TZ")))
        ship.identify(ship.t - 9 * HOUR, sea.new_name(new, hull), sea.new_mmsi(new), ship.imo, new, CALL[new] + "AB" + str(sea.rng.integers(2, 9)))
        ship.silence(ship.t - 30 * HOUR, ship.t - 4 * HOUR)
        end, note = ship.t, "sold and reflagged in port: new name, MMSI and callsign, the same IMO number"
    sea.note(kind, [("ship", ship)], [["place", "", "", *ship.place]], begin, end, None, note)
    trade(ship, MONTH)


def shared_number(sea: Sea) -> None:
    """Several small hulls left on a dealer's default MMSI."""
    number = int(sea.pick((412000000, 413000000, 123456789, 412999999, 440000000)))
    boats = []
    for ground in sea.rng.choice(("ysc", "yss", "ecn", "ecw", "ecm", "ysn"), int(sea.rng.integers(2, 4)), replace=False):
        boat = Ship(sea, sea.pick(("fishing", "fishing", "barge")), "CN", str(ground), begin=sea.uniform(-2, 3) * DAY)
        boat.identities.clear()
        boat.identify(boat.t, boat.name, number, None, "CN")
        fish(boat, sea.uniform(200, 550))
        boats.append(("boat", boat))
    sea.note("shared_mmsi", boats, [["ground", "", "", *boats[0][1].place]], 0.0, MONTH, None, "several hulls on one default number: the track jumps")


def crowded_roads(sea: Sea) -> None:
    """Ships at anchor so close in shelter or at festival time that they seem alongside; one may be from the DPRK."""
    port = sea.pick(("SHD", "LYG", "NGB", "YNT", "QHD"))
    lat, lon = PORTS[port][4]
    begin, roles = sea.uniform(2, 20) * DAY, []
    for k in range(4):
        flag = "KP" if k == 0 and sea.chance(0.5) else str(sea.pick(("CN", "PA", "TG", "HK", "KH")))
        ship = Ship(sea, "general", flag, "NAM" if flag == "KP" else port)
        trade(ship, begin - 3 * DAY)
        ship.sail("@" + port, moved((lat, lon), 0.22 * (k % 2), 0.22 * (k // 2)))
        ship.stay(max(6.0, (begin - ship.t) / HOUR + sea.uniform(20, 60)))
        roles.append(("anchored", ship))
        if flag == "KP":
            ship.call("NAM", ship.load)
        trade(ship, MONTH)
    sea.note("anchorage_crowding", roles, [port_place("roads", port, True)], begin, begin + 20 * HOUR, None, "anchored two cables apart, no cargo passes")


def weak_set(sea: Sea) -> None:
    """A ship with a poor aerial is heard only now and then: gaps of many hours everywhere."""
    hull = sea.pick(("general", "tanker", "barge"))
    ship = Ship(sea, hull, str(sea.pick(("CN", "RU", "TG", "SL", "KH"))), sea.pick(TRADE[hull]))
    ship.power = sea.uniform(0.05, 0.15)
    trade(ship, MONTH)
    sea.note("poor_reception", [("ship", ship)], [["place", "", "", *ship.place]], 0, MONTH, None, "weak transmitter: long gaps for no reason")


def patterns(sea: Sea, kind: str) -> None:
    """Survey lines, patrols, sea trials, dredging, nets and a wrong-looking destination."""
    if kind == "patrol":
        ship = Ship(sea, "patrol", sea.pick(("KR", "JP", "CN", "RU")), sea.pick(("TGH", "HKT", "TAO", "SMN")))
        while ship.t < MONTH:
            for node in sea.rng.choice(("ul", "soj5", "soj1", "ysc", "yss", "deep"), 2, replace=False):
                ship.sail(str(node))
                ship.stay(sea.uniform(4, 30), UNDER_WAY)
            ship.to_berth(sea.pick(("TGH", "HKT", "TAO", "SMN", "CJU")))
            ship.moor(sea.uniform(30, 120))
        note = "stops where it likes, now and then beside suspects"
    elif kind in ("survey", "sea_trial"):
        node = sea.pick(("ysc", "yss", "soj3", "ece", "ecn")) if kind == "survey" else sea.pick(("kpo_e", "usn_e", "che_s"))
        ship = Ship(sea, "survey" if kind == "survey" else "tanker", sea.pick(("CN", "KR", "JP", "LR")), "USN" if kind != "survey" else sea.pick(("TAO", "PUS")))
        ship.moor(sea.uniform(20, 300))
        ship.sail(node)
        lat, lon, slack = NODES[node]
        for k in range(9):
            x, y = slack * 0.6, slack * (0.6 - 0.15 * k)
            ship.follow([(*ship.place, 0.0), (*moved((lat, lon), x if k % 2 else -x, y), 0.0), (*moved((lat, lon), -x if k % 2 else x, y), 0.0)], 4.5 if kind == "survey" else 13, slow_end=False)
        trade(ship, MONTH)
        note = "lines to and fro" if kind == "survey" else "new tanker on trial, circles off the yard"
    elif kind == "dredger":
        port = sea.pick(("KUV", "INC", "RZH", "NGB"))
        ship = Ship(sea, "dredger", "KR" if port in ("KUV", "INC") else "CN", port)
        while ship.t < MONTH:
            ship.to_roads(port)
            ship.stay(sea.uniform(3, 9))
            ship.work_cargo(1.0)
            ship.to_berth(port)
            ship.moor(sea.uniform(4, 20))
            ship.work_cargo(0.0)
        note = "licensed sand from home grounds"
    elif kind == "net_beacon":
        ship = Ship(sea, "net", "CN", sea.pick(("ysc", "ecn", "yss", "ecw")))
        ship.stay(sea.uniform(60, 400), UNDER_WAY)
        note = "a buoy on a net, not a ship"
    else:  # a destination which reads like a DPRK port
        ship = Ship(sea, "general", sea.pick(("CN", "PA", "KR")), sea.pick(("LYG", "NTG", "PUS")), destination="blank")
        for k in range(6):
            ship.log.append((k * 5 * DAY + 3000, "destination", sea.pick(("NANPU", "KR KPO", "NAMHAE", "SON TRA", "HAEJIN", "NAMYANG"))))
        ship.log.sort(key=lambda e: e[0])
        trade(ship, MONTH)
        note = "destination reads like a DPRK port and is not"
    sea.note(kind, [("ship", ship)], [["place", "", "", *ship.place]], max(0, ship.knots[0][0, 0]), min(ship.t, MONTH), None, note)


def ferry(sea: Sea, a: str, b: str) -> None:
    ship = Ship(sea, "ferry", PORTS[a][1], a)
    here = a
    while ship.t < MONTH:
        here = b if here == a else a
        ship.call(here, 0.5, sea.uniform(5, 14), 0)
    sea.note("ferry", [("ferry", ship)], [port_place("end", a), port_place("end", b)], 0, MONTH, None, "liner service")


def passing_close(sea: Sea) -> None:
    """Two ships pass within a cable or so at sea, one of them from the DPRK; neither stops."""
    east = sea.chance(0.3)
    node, ends = ("soj1", ("CHO", "TGH", "PUS")) if east else (sea.pick(("ysn", "ysc")), ("NAM", "TAO", "INC"))
    a = Ship(sea, "tanker" if sea.chance(0.5) else "general", "KP", ends[0])
    b = Ship(sea, "tanker", str(sea.pick(("KR", "CN", "PA", "SG"))), ends[1])
    at, spot = sea.uniform(5, 20) * DAY, moved(NODES[node][:2], *sea.rng.uniform(-3, 3, 2))
    trade(a, at - 8 * DAY)
    trade(b, at - 6 * DAY)
    for ship, side in ((a, 0.0), (b, 0.15)):
        wait = (at - ship.t) / HOUR - ship.hours_to(node)
        ship.moor(max(1.0, wait)) if ship.port else ship.stay(max(0.5, wait), UNDER_WAY)
        first = len(ship.knots)
        ship.sail(node, moved(spot, side, 0))
        if ship is b and a.knots[-1][-1, 0] > ship.t - 60:  # shift the departure so that both are there together
            delay = a.knots[-1][-1, 0] - (ship.t - 60)
            for block in ship.knots[first:]:
                block[:, 0] += delay
            ship.t += delay
    when = b.t
    a.sail("yss" if not east else "soj5")
    a.call("NAM" if not east else "CHO", a.load)
    b.call(ends[2], b.load)
    sea.note("passing_close", [("ship", a), ("ship", b)], [["passing", "", "", *spot]], when - HOUR, when + HOUR, None, "pass close at sea at or near full speed, cargo cannot pass")
    trade(a, MONTH)
    trade(b, MONTH)


def build_innocent(sea: Sea) -> None:
    """Look-alikes of all kinds, one to three of each."""
    def some(low: int, high: int, recipe: Callable[..., None], *details: Any) -> None:
        for _ in range(int(sea.rng.integers(low, high + 1))):
            recipe(sea, *details)

    for row in range(len(VOYAGES)):
        some(1, 2, lawful_voyage, row)
    some(2, 4, coasting)
    some(1, 2, coasting, True)
    some(1, 3, around_korea)
    some(1, 4, shelter)
    for why in ("waiting_orders", "engine_breakdown", "transponder_failure", "waiting_together", "fishing_fleet_bunkering"):
        some(1, 2, waiting, why)
    for where in ("bunkering", "lightering", "sister_tankers", "lawful_sts_at_sea", "assistance", "provisions", "crew_change", "pilot"):
        some(1, 2, lawful_transfer, where)
    for recipe in (trawlers, tow, weak_set, passing_close):
        some(1, 3, recipe)
    for recipe in (reefer_fleet, shared_number, crowded_roads):
        some(1, 1, recipe)
    for kind in ("mmsi_typo", "renamed", "reflagged"):
        some(1, 2, new_numbers, kind)
    for kind in ("patrol", "survey", "sea_trial", "dredger", "net_beacon", "odd_destination"):
        some(1, 2, patterns, kind)
    for pair in (("INC", "WEI"), ("INC", "DLC"), ("PUS", "HKT"), ("TGH", "SMN"), ("INC", "TAO")):
        some(0, 1, ferry, *pair)


def build_ordinary(sea: Sea) -> None:
    """Fill up with ordinary trade: coasters of the DPRK, ships that only pass through, and everybody else."""
    for _ in range(6):
        ship = Ship(sea, sea.pick(("general", "general", "tanker")), "KP", sea.pick(KP_WEST + KP_EAST))
        trade(ship, MONTH)
    for _ in range(10):  # pass through: enter and leave the area
        kind, ends = sea.pick(("bulk", "tanker", "container")), ["tws2", sea.pick(("tsg2", "njs", "khs", "tsn"))]
        ends = ends[::-1] if sea.chance(0.5) else ends
        ship = Ship(sea, kind, sea.pick(("LR", "MH", "PA", "HK", "SG")), ends[0], begin=sea.uniform(-1, 25) * DAY)
        ship.sail(ends[1])
    target = max(265, len(sea.ships) + 40)
    while len(sea.ships) < target:
        kind = str(sea.rng.choice(("container", "bulk", "general", "tanker", "barge"), p=(0.2, 0.22, 0.32, 0.18, 0.08)))
        home = sea.pick(TRADE[kind])
        flag = "CN" if kind == "barge" else sea.pick((PORTS[home][1], PORTS[home][1], "PA", "LR", "HK", "SL", "KH", "MH", "VN", "TG", "MN", "BZ", "PW"))
        trade(Ship(sea, kind, flag, home), MONTH)
    evading = {id(ship): act for act in sea.acts if act.hidden for _, ship in act.roles}
    for ship in sea.ships:  # sets switched off or failing, for no reason that anybody will ever know
        spells = int(sea.rng.poisson(1.6)) if ship.flag == "KP" else int(sea.chance(0.1))
        for _ in range(spells):
            begin = sea.uniform(0, MONTH)
            end, act = begin + sea.uniform(4, 60) * HOUR, evading.get(id(ship))
            if act is None or end < act.begin - 2 * HOUR or begin > act.end + 2 * HOUR:
                ship.silence(begin, end)


@dataclass
class Receivers:
    """Coast stations with a range that varies by the day, satellites that pass now and then, and their outages."""
    sea: Sea
    stations: np.ndarray = field(init=False)
    reach: np.ndarray = field(init=False)       # station x day, nautical miles (0 = out of order)
    passes: np.ndarray = field(init=False)
    lengths: np.ndarray = field(init=False)

    EXTRA = ((38.05, 124.70), (37.10, 129.37), (34.68, 125.43), (33.25, 126.25), (34.60, 129.30), (37.50, 130.88), (30.72, 122.80), (36.90, 136.95),
             (38.05, 138.25), (38.93, 121.25), (27.00, 120.30), (45.40, 141.60), (40.10, 124.35), (36.30, 120.70), (33.10, 126.0))

    def __post_init__(self) -> None:
        rng = self.sea.rng
        places = [p[2] for k, p in PORTS.items() if p[1] != "KP" and k not in ("SLV", "KHO", "VYP")] + list(self.EXTRA)
        self.stations = np.array(places)
        n = len(places)
        base = rng.uniform(18, 42, n)[:, None]
        self.reach = base * np.exp(rng.normal(0, 0.18, (n, 31)))
        for k in range(n):
            for _ in range(rng.poisson(0.7)):
                first = int(rng.integers(0, 30))
                self.reach[k, first:first + int(rng.integers(1, 4))] = 0
        gaps = rng.gamma(2.2, 19 * 60, 2400)
        begins = np.cumsum(gaps) - DAY
        self.passes = begins[begins < MONTH]
        self.lengths = rng.uniform(5, 14, len(self.passes)) * 60
        for _ in range(int(rng.integers(0, 3))):  # a satellite's data lost for some hours
            first = rng.uniform(0, MONTH)
            self.lengths[(self.passes > first) & (self.passes < first + rng.uniform(3, 9) * HOUR)] = 0

    def caught(self, ship: Ship, t: np.ndarray, lat: np.ndarray, lon: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Which of the ship's messages reach the vendor."""
        day = np.clip((t // DAY).astype(int), 0, 30)
        best = np.full(len(t), 9.0)
        for k, (slat, slon) in enumerate(self.stations):
            near = (abs(lat - slat) < 1.2) & (abs(lon - slon) < 1.5)
            if near.any():
                miles = np.hypot((lat[near] - slat) * 60, (lon[near] - slon) * 60 * math.cos(math.radians(slat)))
                reach = self.reach[k, day[near]] * (0.55 if ship.class_b else 1.0)
                best[near] = np.minimum(best[near], miles / np.maximum(reach, 0.1))
        terrestrial = np.clip((1.15 - best) * 3, 0, 0.93) * ship.power
        at = np.searchsorted(self.passes, t) - 1
        overhead = (at >= 0) & (t - self.passes[at] < self.lengths[at])
        crowd = ((lon < 122.8) | ((lon > 128.3) & (lon < 131.2) & (lat < 35.6)) | ((lat > 29) & (lat < 32) & (lon < 123.5)))
        satellite = overhead * np.where(crowd, 0.3, 0.72) * ship.power * (0.15 if ship.class_b else 1.0)
        return rng.random(len(t)) < 1 - (1 - terrestrial) * (1 - satellite)


def sample(ship: Ship, receivers: Receivers, rng: np.random.Generator) -> tuple[np.ndarray, list[str], np.ndarray]:
    """The ship's rows: times, text of each row, and places."""
    knots = np.vstack(ship.knots)
    knots = knots[np.concatenate([[True], knots[1:, 0] > np.maximum.accumulate(knots[:-1, 0]) + 0.5])]
    kt = knots[:, 0]
    begin, end = max(kt[0], 0.0), min(kt[-1], MONTH)
    if end - begin < HOUR:
        return np.empty(0), [], np.empty((0, 2))
    t = begin + np.cumsum(rng.uniform(0.72, 1.45, int((end - begin) / ship.interval * 1.1)) * ship.interval)
    t = np.floor(t[t < end])
    index = np.clip(np.searchsorted(kt, t, "right") - 1, 0, len(kt) - 1)
    status = knots[index, 4].astype(int)
    keep = (status == UNDER_WAY) | (status == FISHING) | (rng.random(len(t)) < 0.6)
    for a, b in ship.silences:
        keep &= (t < a) | (t > b)
    t = t[keep]
    t = np.sort(np.concatenate([t, np.minimum(t[rng.random(len(t)) < 0.004] + rng.integers(1, 4), MONTH - 1)]))  # heard by two receivers, not deduplicated
    index = np.clip(np.searchsorted(kt, t, "right") - 1, 0, len(kt) - 1)
    status = knots[index, 4].astype(int)
    lat, lon = np.interp(t, kt, knots[:, 1]), np.interp(t, kt, knots[:, 2])
    keep = receivers.caught(ship, t, lat, lon, rng)
    t, index, status, lat, lon = t[keep], index[keep], status[keep], lat[keep], lon[keep]
    n = len(t)
    if n == 0:
        return t, [], np.empty((0, 2))
    la = [np.interp(t + dt, kt, knots[:, 1]) for dt in (-40, 40)]
    lo = [np.interp(t + dt, kt, knots[:, 2]) for dt in (-40, 40)]
    north, east = (la[1] - la[0]) * 60 / 80 * 3600, (lo[1] - lo[0]) * 60 / 80 * 3600 * np.cos(np.radians(lat))
    sog = np.hypot(north, east)
    still = sog < 0.25
    sog = np.where(status == MOORED, abs(rng.normal(0, 0.03, n)), abs(sog + rng.normal(0, 0.09, n)))
    cog = np.where(still, rng.uniform(0, 360, n), (np.degrees(np.arctan2(east, north)) + rng.normal(0, 1.5, n)) % 360)
    nxt = np.clip(index + 1, 0, len(kt) - 1)
    h0, h1 = np.radians(knots[index, 3]), np.radians(knots[nxt, 3])
    u = ((t - kt[index]) / np.maximum(kt[nxt] - kt[index], 1))
    h1 = np.where(np.isnan(h1), h0, h1)
    turning = np.degrees(np.arctan2(np.sin(h0) * (1 - u) + np.sin(h1) * u, np.cos(h0) * (1 - u) + np.cos(h1) * u)) % 360
    heading = np.where(np.isnan(turning), (cog + rng.normal(0, 3, n)) % 360, turning)
    heading = np.round(heading).astype(int) % 360
    lat = lat + rng.normal(0, 5, n) / NM / 60
    lon = lon + rng.normal(0, 6, n) / NM / 60
    shown = status.copy()
    lag = rng.random(n) < 0.02  # the mate forgets to change it for a while
    shown[lag] = np.roll(shown, 3)[lag]
    state = {"right": lambda s: str(s), "always 0": lambda s: "0", "blank": lambda s: ""}[ship.status_habit]
    if ship.class_b:
        state = lambda s: ""  # noqa: E731
    log = sorted(ship.log, key=lambda e: e[0])
    values: dict[str, Any] = {"name": "", "mmsi": ship.mmsi, "imo": None, "callsign": "", "draught": 0.0, "destination": ""}
    changes, texts = [], []
    first = float(t[0]) + (rng.exponential(1.5) * HOUR if rng.random() < 0.6 else 0)
    for when, what, value in log:
        values[what] = value
        changes.append(when)
        draught = "" if ship.class_b else f"{values['draught']:.1f}"
        imo = "" if values["imo"] is None or ship.class_b else str(values["imo"])
        static = f"{values['name']},{imo},{values['callsign']},{ship.type_shown},{ship.length},{ship.width},{draught},{'' if ship.class_b else values['destination']}"
        texts.append((values["mmsi"], static))
    which = np.clip(np.searchsorted(np.array(changes), t, "right") - 1, 0, len(texts) - 1)
    stamps = np.datetime_as_string(START + t.astype("timedelta64[s]"))
    rows = []
    late_static = (t < first) | (rng.random(n) < 0.004)
    for k, (w, ts, la_, lo_, sg, cg, hd, st, late) in enumerate(zip(which.tolist(), stamps.tolist(), lat.tolist(), lon.tolist(), sog.tolist(), cog.tolist(),
                                                                   heading.tolist(), shown.tolist(), late_static.tolist())):
        mmsi, static = texts[w]
        rows.append(f"{mmsi},{ts}Z,{la_:.5f},{lo_:.5f},{sg:.1f},{cg % 360:.1f},{hd if ship.heading_works else ''},{state(st)},{',,,,,,,' if late else static}")
    return t, rows, np.column_stack([lat, lon])


def describe(act: Act, number: int, heard: dict[int, tuple[np.ndarray, np.ndarray]]) -> dict[str, Any]:
    """The act as the key tells it; where nothing at all was received of it, the note says so."""
    ships, rows = [], 0
    for role, ship in act.roles:
        t, _ = heard.get(id(ship), (np.empty(0), None))
        rows += int(((t >= act.begin) & (t <= act.end)).sum())
        borne = [e for k, e in enumerate(ship.identities) if e[0] <= act.end and (k + 1 == len(ship.identities) or ship.identities[k + 1][0] > act.begin)]
        ships += [[role, name, mmsi, imo, flag, ship.kind] for _, name, mmsi, imo, flag in borne]
    note = act.note
    near = {role: 0 for role, *_ in act.places}
    for place in act.places:  # messages of these ships near each place, loading included
        for _, ship in act.roles:
            t, where = heard.get(id(ship), (np.empty(0), np.empty((0, 2))))
            then = where[(t > act.begin - 2.5 * DAY) & (t < act.end + 2 * HOUR)]
            near[place[0]] += int((np.hypot(then[:, 0] - place[3], (then[:, 1] - place[4]) * 0.79) < 0.17).sum())
    if act.hidden:
        note += "; messages heard near " + ", ".join(f"{role}: {n}" for role, n in near.items())
    if act.hidden and act.kind == "transfer" and near["meeting"] == 0 and not note.startswith("UNSEEABLE"):
        note = "UNSEEABLE: none of the ships was heard at the meeting. " + note
    elif act.hidden and rows < 3 and not note.startswith("UNSEEABLE"):
        note = "UNSEEABLE: no message of these ships was received during the act. " + note
    places = [[r, n, c, round(la, 4), round(lo, 4)] for r, n, c, la, lo in act.places]
    return {"id": f"{'H' if act.hidden else 'I'}{number:03d}", "kind": act.kind, "ships": ships, "places": places, "begin": round(act.begin), "end": round(act.end),
            "goods": act.goods, "ends": [], "note": note}


def write(sea: Sea, folder: Path) -> None:
    """Sample all ships and write the daily files and the key."""
    folder.mkdir(parents=True, exist_ok=True)
    receivers = Receivers(sea)
    heard, times, rows = {}, [], []
    for k, ship in enumerate(sea.ships):
        t, lines, places = sample(ship, receivers, np.random.default_rng([sea.seed, k]))
        heard[id(ship)] = (t, places)
        times.append(t)
        rows += lines
    t = np.concatenate(times)
    order = np.argsort(t, kind="stable")
    bounds = np.searchsorted(t[order], np.arange(31) * DAY)
    files = {}
    for day in range(30):
        name = f"strange-{START + np.timedelta64(day, 'D')}"[:18] + ".csv"
        part = [rows[k] for k in order[bounds[day]:bounds[day + 1]].tolist()]
        (folder / name).write_text("\n".join([HEADER, *part]) + "\n", encoding="ascii")
        files[name] = len(part)
    key = {"files": files, "hidden": [], "innocent": []}
    for k, act in enumerate(sorted(sea.acts, key=lambda a: a.begin)):
        key["hidden" if act.hidden else "innocent"].append(describe(act, k + 1, heard))
    (folder / "key.json").write_text(json.dumps(key, indent=1) + "\n", encoding="ascii")


def simulate(seed: int, hidden: int | None) -> Sea:
    """A sea with its ships; `hidden` is the number of evasions or None to draw it."""
    sea = Sea(seed, np.random.default_rng(seed))
    drawn = int(sea.rng.integers(0, 31))
    count = drawn if hidden is None else hidden
    build_hidden(sea, count)
    build_innocent(sea)
    build_ordinary(sea)
    return sea


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("seed", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--hidden", type=int, default=None, help="number of hidden acts (default: drawn, 0 to 30)")
    options = parser.parse_args()
    write(simulate(options.seed, options.hidden), options.folder)


if __name__ == "__main__":
    main()
