#!/usr/bin/env python3
# Copyright 2026 the author of this file. Licensed under the Apache License, Version 2.0.
"""A month of ship traffic between China, Korea, Japan and Russia, as an AIS vendor would sell it.

    python strange_n.py SEED FOLDER [--hidden N]

Made to test detectors of sanctions evasion.  Some 250 hulls live for thirty days; a few of them carry DPRK cargoes
abroad or oil to DPRK tankers, many more only look like it.  All ships, names and acts are invented.  The places are
real to within a kilometre or two.  The answer is in key.json.

How it works.  A `Track` is a list of vertices (time, latitude, longitude, navigational status) that a little script
of verbs (sail, moor, anchor, drift, meet) appends to, so a ship never jumps.  What the crew typed into the set is kept
apart as dated entries (`say`), the hours without transponder too (`dark`).  Reception is laid over it at the end:
shore stations with a range and outages, satellite passes, loss, thinning.  Each story has a random generator of its
own, so that the innocent ships stay the same when the number of hidden acts is changed.
"""
from __future__ import annotations

import argparse
import heapq
import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np

HOUR, DAY = 3600.0, 86400.0
END = 30 * DAY
START = datetime(2018, 10, 5, tzinfo=timezone.utc)
HEADER = ("mmsi,timestamp,latitude,longitude,sog_knots,cog,heading,nav_status,ship_name,imo,callsign,ship_type,"
          "length_m,width_m,draught_m,destination")

# Sea lanes.  Nodes are "name latitude longitude scatter": the scatter in nautical miles is how far ships pass from
# the point, and small scatters mean narrow water where they slow down.
NODES = """
lv1 30.78 122.98 .4; ngs 31.5 129.3 .6; tianjin 38.965 117.8 0.05; tj1 38.93 118.05 0.2; boh1 38.72 118.55 1; caofei 38.925 118.5 0.05; jingtang 39.205 119.03 0.05; jt1 39.1 119.15 0.4;
bohc 38.6 119.8 2; qhd 39.905 119.63 0.05; qh1 39.75 119.78 0.5; lts 38.58 120.95 0.6; ldb 39.45 120.65 2; by1 40.15 121.65 1;
bayuquan 40.285 122.06 0.05; longkou 37.665 120.31 0.05; lk1 37.85 120.3 0.4; dalian 38.945 121.665 0.05; dl0 38.93 121.74 0.1; dl1 38.86 121.9 0.4;
dayao 39 121.89 0.05; dls 38.55 121.7 1; dlroads 38.82 121.8 0.8; yantai 37.565 121.4 0.05; yt1 37.7 121.52 0.4; weihai 37.49 122.16 0.05;
wh0 37.495 122.24 0.1; wh1 37.62 122.35 0.4; nys 38.15 122.1 2; chs 37.62 123 1; cse 36.95 123.05 1.5; shidao 36.868 122.425 0.03;
sh0 36.84 122.47 0.1; sh1 36.7 122.65 0.6; shroads 36.8 122.5 0.6; kb 38.75 123.7 2.5; kbn 39.25 123.95 1.5; dd1 39.62 124.08 0.4;
dandong 39.8 124.155 0.03; ddroads 39.56 124.05 1.2; nampo 38.715 125.39 0.03; np1 38.69 125.22 0.02; np2 38.672 125.08 0.05; np3 38.63 124.93 0.2;
np4 38.585 124.7 0.4; nmp 38.4 124.35 1.2; nproads 38.615 124.88 0.8; songnim 38.725 125.615 0.02; tdr 38.7 125.52 0.02; haeju 38.0056 125.696 0.03;
hj1 37.87 125.66 0.1; hj2 37.755 125.5 0.15; hj3 37.685 125.28 0.3; hj4 37.6 124.75 0.5; hj5 37.75 124.25 0.8; ys1 37.45 123.75 3; ysm 36 123.7 5;
yss 34.3 123.9 5; yse 36.75 125.1 2.5; ic1 36.93 126.02 0.3; ic2 37.1 126.3 0.15; ic3 37.29 126.515 0.05; ic4 37.4 126.565 0.05;
incheon 37.455 126.595 0.03; icroads 37.13 126.26 0.35; pt1 37.07 126.45 0.1; pyeongtaek 36.985 126.805 0.03; pt2 37.02 126.68 0.05;
daesan 37.02 126.41 0.03; gunsan 35.9699 126.564 0.03; gs1 35.95 126.35 0.15; gs2 35.9 125.85 0.8; hsw 34.35 124.9 2; jsw 33.80 125.85 .5;
jsm 33.82 126.6 .4; jse 33.88 127.35 0.36; jeju 33.53 126.545 0.03; jj1 33.6 126.55 0.2; ksw 34.45 128.75 1; yeo1 34.35 127.95 0.6;
yeo2 34.6 127.86 0.2; gwangyang 34.865 127.72 0.05; yeo3 34.77 127.8 0.05; yeoroads 34.58 127.92 1; ksn 35.05 129.55 1; busan 35.105 129.075 0.012;
bs0 35.06 129.12 0.06; bs1 34.98 129.18 0.24; bsroads 35.02 129.1 0.7; ulsan 35.492 129.397 0.02; ul0 35.463 129.398 0.03; ul1 35.42 129.46 0.08; ulroads 35.4 129.45 0.8;
ph2 36.05 129.75 0.36; ph1 36.14 129.6 0.2; pohang 36.03 129.405 0.03; ph0 36.09 129.45 0.1; phroads 36.1 129.49 0.5; donghae 37.4905 129.15 0.03;
dh1 37.5 129.3 0.18; ejs 37 130.1 3; wonsan 39.175 127.45 0.03; ws1 39.215 127.56 0.1; ws2 39.35 127.95 0.6; hungnam 39.825 127.635 0.03;
hn1 39.72 127.72 0.2; hn2 39.45 128.15 1; tanchon 40.405 128.92 0.03; tc1 40.33 129 0.3; kimchaek 40.6597 129.204 0.03; km1 40.58 129.32 0.3;
ej0 39.6 129.3 3; ej1 40.55 130.05 1.5; chongjin 41.765 129.815 0.03; cj0 41.735 129.84 0.1; cj1 41.62 129.98 0.4; cjroads 41.715 129.86 0.5;
ej2 41.35 130.4 1.5; rajin 42.225 130.289 0.03; rj0 42.16 130.34 0.1; rj1 42 130.52 0.8; sonbong 42.325 130.403 0.03; sb1 42.25 130.44 0.15;
ru0 42.2 131.2 0.9; posyet 42.6484 130.81 0.03; po1 42.57 130.88 0.1; po2 42.45 131 0.24; zarubino 42.637 131.085 0.004;
slavyanka 42.871 131.391 0.03; sl1 42.78 131.5 0.2; vvo 43.105 131.885 0.004; vv0 43.085 131.865 0.007; vv1 43.06 131.8 0.005; vv2 42.8 131.66 0.3;
vv3 42.5 131.75 0.8; vvroads 43.04 131.72 0.5; nk1 42.6 132.9 0.6; nakhodka 42.795 132.885 0.03; nk0 42.71 132.93 0.2;
vostochny 42.7362 133.072 0.03; nkroads 42.72 132.96 0.6; ejm 39.7 131.5 5; ejmn 41.2 132.5 5; ulw 37.5 131.4 3; ejs2 36.2 131.6 4;
kse 34.72 130.1 1.2; knw 34.05 130.75 0.3; kan1 33.965 130.85 0.1; moji 33.945 130.935 0.03; hakata 33.61 130.395 0.03; hk1 33.645 130.3 0.1;
hk2 33.72 130.22 0.2; hk3 33.9 130.2 0.4; tse 34.05 129.75 0.7; gtw 32.5 128.2 2; ngw 32.45 129.3 0.18; ng1 32.68 129.7 0.1;
nagasaki 32.715 129.84 0.03; ieo 32.2 125.4 5; jjs 32.9 126.5 0.432; gte 33.6 128.6 1; osu 31.02 130.1 .3; osue 30.95 130.75 0.6; pac 30 132.5 5;
sakai 35.5476 133.247 0.02; sk1 35.62 133.33 0.1; sk2 35.85 133.35 0.108; maizuru 35.492 135.36 0.02; mz0 35.538 135.334 0.03; mz1 35.65 135.42 0.2;
tsuruga 35.69 136.06 0.002; tr1 35.85 136.0 .08; wak 35.98 135.3 .4; noto 37.8 137.0 .5; toy1 37.35 137.5 0.5; toyama 36.775 137.225 0.03;
toy0 36.9 137.25 0.2; kanazawa 36.625 136.6 0.03; kz1 36.72 136.45 0.24; nii1 37.7 138.25 0.4; nii0 38.02 138.98 0.2; niigata 37.9511 139.068 0.02;
sadon 38.55 138.5 1; akita 39.755 140.04 0.03; ak1 39.76 139.85 0.3; aks 39.7 139.2 2; tsw 41.2 139.85 0.36; tsm 41.4 140.45 0.4;
hkd1 41.68 140.62 0.2; hakodate 41.785 140.705 0.02; tsx 41.62 141 0.4; tsz 41.45 141.8 1; pac2 41.2 143 3; shk 43.6 140 2; ot1 43.4 140.85 0.5;
otaru 43.205 141.015 0.02; tat 45.8 140.6 3; kh1 47 141.75 0.5; kholmsk 47.05 142.035 0.02; van1 49 140.6 0.18; vanino 49.085 140.28 0.007;
tatn 47.6 140.9 2; qingdao 36.055 120.315 0.03; qd0 36.035 120.36 0.05; qd1 35.92 120.5 0.3; qd2 35.72 120.85 0.6; qdroads 35.93 120.57 0.8;
rizhao 35.375 119.57 0.03; rz1 35.3 119.78 0.4; rzroads 35.27 119.8 1; lanshan 35.085 119.39 0.03; ls1 35.07 119.6 0.4; lyg 34.75 119.455 0.02;
ly0 34.79 119.57 0.1; ly1 34.9 119.9 0.5; lyroads 34.86 119.86 1; ys2 35.3 121.8 4; jss 34.2 122.2 3; jse2 32.6 123.2 3; cjk 31.15 122.85 .6;
cjk1 31.1 122.35 0.3; cjk2 31.12 122.08 0.1; cjk3 31.26 121.8 0.05; wai 31.37 121.6 0.03; taicang 31.64 121.22 0.03; tcg1 31.49 121.42 0.05;
cjroads2 31.08 122.52 1.2; ysh1 30.62 122.35 0.2; yangshan 30.615 122.08 0.03; lvhua 30.895 122.72 0.8; zse 30.3 123.0 1; xz1 29.72 122.6 0.24;
xz2 29.78 122.36 0.1; xz3 29.9032 122.103 0.03; beilun 29.945 121.9 0.03; zsroads 29.69 122.64 0.432; ecs1 30.2 124.5 5; ecs2 28.5 124.2 8;
ecc1 28.9 122.85 2; ecc2 27.7 121.9 2; wz1 27.85 121.4 0.4; wenzhou 27.96 121.02 0.05; ecc3 26.6 120.95 2; fz1 26.05 120.05 .1;
fuzhou 26.08 119.78 0.05; twn 25.65 121.7 2; kl1 25.25 121.78 0.2; keelung 25.155 121.75 0.02; tws 25 119.9 2; tc0 24.35 120.35 0.4;
taichung 24.285 120.5 0.03; south 23.6 119 3; w1 29.9657 121.98 0.06; w2 29.9182 122.058 0.06; w3 29.9082 122.102 0.06; w4 34.284 129.982 0.24;
w5 30.6875 122.3487 .05; w6 37.0825 126.415 0.06; w7 38.9275 121.92 0.06; w8 38.8775 121.892 0.06; w9 39.01 123.513 0.06; w10 30.98 129.95 .3;
w11 25.1 119.95 .3; w12 35.975 126.564 0.06; w13 33.29 129.238 0.144; w14 32.744 129.298 0.144; w15 34.865 127.725 0.06;
w16 34.865 127.731 0.06; w17 34.87 127.784 0.06; w18 38 125.693 0.036; w19 37.995 125.693 0.022; w20 37.9225 125.759 0.022;
w21 37.7525 125.633 0.06; w22 37.705 125.457 0.06; w23 37.6675 125.326 0.06; w24 37.1925 126.349 0.06; w25 37.26 126.383 0.06;
w26 37.305 126.48 0.06; w27 37.455 126.589 0.06; w28 33.3 125.9 .3; w29 34.324 127.89 0.022; w30 34.02 130.764 0.06; w31 33.905 130.908 0.06;
w32 33.91 130.924 0.06; w33 33.9225 130.933 0.06; w34 34.044 129.222 0.06; w35 37.41 136.75 0.24; w36 37.65 136.945 0.4; w37 37.6675 120.208 0.06;
w40 34.7825 119.419 0.06; w41 35.497 135.358 0.06; w42 35.502 135.349 0.022;
w43 35.507 135.343 0.022; w44 35.512 135.339 0.036; w45 35.5295 135.333 0.06; w46 35.5345 135.333 0.06; w47 35.558 135.321 0.06;
w48 32.71 129.83 0.06; w49 32.7225 129.743 0.06; w50 42.8 132.89 0.06; w51 42.82 132.918 0.06; w52 38.6825 125.275 0.06; w53 38.71 125.395 0.06;
w54 38.725 125.451 0.06; w55 42.7575 133.054 0.06; w56 42.7375 133.072 0.06; w57 42.93 134.512 0.4; w58 37.4625 137.436 0.022;
w59 38.685 124.96 0.06; w60 38.685 124.96 0.06; w61 25.95 122.5625 .5; w62 30.78 131.425 0.06; w63 43.22 141.042 0.06; w64 42.635 130.805 0.06;
w65 42.6425 130.808 0.06; w66 42.6325 131.08 0.001; w67 42.635 131.083 0.001; w68 37.08 126.583 0.06; w69 36.045 120.314 0.06;
w70 42.165 130.309 0.06; w71 42.725 131.442 0.036; w72 35.5351 133.277 0.06; w73 35.5726 133.343 0.06; w74 42.19 139.7 0.144;
w75 42.8975 131.474 0.06; w76 42.8775 131.399 0.06; w77 42.8725 131.393 0.06; w78 43.0725 131.849 0.06; w79 43.0725 131.799 0.06;
w80 43.0575 131.771 0.036; w81 42.96 131.684 0.06; w82 42.86 131.687 0.06; w83 42.9 131.693 0.06; w84 43.005 131.709 0.06; w85 37.49 122.237 0.06;
w86 27.925 121.072 0.06; w87 27.9325 121.181 0.06; w88 39.2225 127.486 0.06; w89 39.2375 127.549 0.06; w90 39.255 127.653 0.06;
w91 29.847 122.338 0.02; xz4 29.868 122.3486 0.01; w92 29.9 122.3486 0.01; w93 29.915 122.102 0.036; w94 29.905 122.102 0.036; w95 30.6425 122.138 0.06;
w96 30.6175 122.319 0.06; w97 37.6325 121.483 0.06;
"""
LANES = """
taicang tcg1 wai cjk3 cjk2 cjk1 cjk zse zsroads ecc1 ecc2 ecc3 fz1 fuzhou;
haeju w18 w19 w20 hj1 w21 hj2 w22 w23 hj3 hj4 hj5 chs cse ysm yss ecs1 cjk cjroads2 cjk1;
incheon w27 ic4 ic3 w26 w25 w24 ic2 ic1 chs yse ysm hsw gs2 gs1 w12 gunsan;
qingdao w69 qd0 qd1 qd2 cse ys2 ysm jse2 cjk ieo ecs1 ecs2 ecc1 xz1 xz2 w91 xz4 w92 w93 w94; w94 xz3 w3 w2 w1 beilun;
shidao sh0 sh1 cse ys1 ysm jss jse2 ecs1 gtw gte jse jsm jj1 jeju; dayao w7 dl1 kb chs nmp hj5 ys1 yse gs2;
hakata hk1 hk2 hk3 w4 bs1 bsroads bs0 bs1 ksw jse w29 yeo1 yeo2 yeoroads yeo1 ksw gte w13 w14; w14 ngw gtw ieo jjs gtw osu w10 ecs1 zse ecc1;
yeo2 yeo3 w17 w16 w15 gwangyang; yantai w97 yt1 lts bohc boh1 caofei; yangshan w95 w96 ysh1 w5 cjk;
hj4 yse hsw jsw ieo jse2 zse xz1 zsroads; wonsan w88 w89 ws1 w90 ws2 ejs dh1 donghae; dandong dd1 kbn chs wh1 yt1 nys chs;
weihai w85 wh0 wh1 nys dls dl1 w8 dl0 dalian; wenzhou w86 w87 wz1 ecc2 ecs2 twn ecc2;
chongjin cj0 cj1 ej2 ru0 w71 sl1 vv2 w83 w84 vvroads vv1 w79 w78 vv0 vvo; vv1 w80 w81 w82 vv2 vv3 ej2 ej1 cj1 cjroads cj0;
kholmsk kh1 tatn van1 vanino; akita ak1 aks ejm ej1 ej0 ejs ejs2 kse bs1 ksn ul1 ul0 ulsan; dh1 ph2 ul1 ulroads; hakodate hkd1 tsx tsz pac2;
hkd1 tsm tsx; tsm tsw aks ejmn ejm ej2 rj1 cj1; tsuruga tr1 wak ejm ejs ej1 km1 kimchaek; niigata nii0 nii1 toy1 toy0 toyama;
tianjin tj1 boh1 jt1 bohc lk1 w37 longkou; taichung tc0 tws ecc3 twn kl1 keelung; kh1 tat tatn;
tanchon tc1 ej0 hn2 ejs ksn kse hk3 knw w30 kan1 w31 w32 w33 moji; south tws w11 fz1;
songnim tdr w54 w53 nampo w52 np1 np2 w59 np3 np4 nmp ddroads dd1; sl1 w75 w76 w77 slavyanka; ej1 tsw ejmn nk1 ejm ejs2 sk2 wak kz1 kanazawa;
sakai w72 w73 sk1 sk2 ejs2 noto ejm sadon aks; nakhodka w50 w51 nk0 nk1 shk w74 tsw ej2;
otaru w63 ot1 shk tat w57 nk1 nkroads nk0 w55 w56 vostochny; sh1 shroads sh0; rajin w70 rj0 sb1 sonbong; lanshan ls1 rz1 ys2 jss yss hsw;
qd1 qdroads qd2 rz1 rzroads; zarubino w67 w66 po2 ru0 vv3 ejm tsw nk1 rj1 po2 po1 w64 w65 posyet; rj0 rj1 sb1; rj1 ru0; rizhao rz1; bohc qh1 qhd;
ls1 ly1 ys2 qd2 ysm; daesan w6 pt1 w68 pt2 pyeongtaek; ph0 ph1 phroads ph0 pohang; ph1 ph2 ejs; nagasaki w48 w49 ng1 ngw ngs osu osue w62 pac;
osu w61 twn; np4 nproads w60 np2; kz1 w35 w36 noto wak mz1 w47 mz0 w46 w45 w44 w43 w42 w41 maizuru; nii1 noto w58 toy1; noto sadon nii0;
dl0 dlroads dls kb nmp ys1; ddroads kbn nmp nys lts dls; nk1 vv3 ejmn; lyg w40 ly0 ly1 lyroads ly0; lvhua lv1 zse; bayuquan by1 ldb lts qh1; lk1 lts;
ph2 ksn ksw w34 tse gte; ksn ulw ejm; knw kse ulw ejs2; kse sk2; km1 tc1 hn2 hn1 hungnam; kb kbn w9 dl1; jsm jsw w28 jjs; jse2 yss ieo;
jingtang jt1; yse ic1 icroads ic2 pt1; hn2 ws2; hk3 tse; bs0 busan;
"""

# Ports and roads: node, country, name, what crews type (first the proper code), range in nm of the shore receiver there (0 none).
PORTS = """
nampo KP Nampo KPNAM|NAMPO|NAMPHO 0; songnim KP Songnim KPSON|SONGRIM 0; haeju KP Haeju KPHAE|HAEJU 0; chongjin KP Chongjin KPCHO|CHONGJIN 0;
rajin KP Rajin KPRJN|RAJIN|NAJIN 0; sonbong KP Sonbong KPSNB|SONBONG 0; hungnam KP Hungnam KPHGM|HUNGNAM 0; wonsan KP Wonsan KPWON|WONSAN 0;
tanchon KP Tanchon KPTAN|TANCHON 0; kimchaek KP Kimchaek KPSGJ|KIMCHAEK 0; nproads KP Nampo_roads NAMPO_RDS 0; cjroads KP Chongjin_roads CHONGJIN_RDS 0;
tianjin CN Tianjin CNTXG|XINGANG|TIANJIN 40; caofei CN Caofeidian CNCFD|CAOFEIDIAN 35; jingtang CN Jingtang CNTGS|JINGTANG 30; qhd CN Qinhuangdao CNSHP|QHD 35;
bayuquan CN Bayuquan CNBYQ|BAYUQUAN|YINGKOU 32; longkou CN Longkou CNLKU|LONGKOU 30; dalian CN Dalian CNDLC|DALIAN|DA_LIAN 45; dayao CN Dayaowan CNDYW|DALIAN 35;
dlroads CN Dalian_roads CNDLC|DALIAN_OPL 0; yantai CN Yantai CNYNT|YANTAI 38; weihai CN Weihai CNWEI|WEIHAI 35; shidao CN Shidao CNSHD|SHIDAO 33; shroads CN Shidao_roads SHIDAO 0;
dandong CN Dandong CNDDG|DANDONG|DONGGANG 28; ddroads CN Dandong_roads DANDONG 0; qingdao CN Qingdao CNTAO|QINGDAO 42; qdroads CN Qingdao_roads CNTAO 0;
rizhao CN Rizhao CNRZH|RIZHAO 38; rzroads CN Rizhao_roads RIZHAO 0; lanshan CN Lanshan CNLSN|LANSHAN 25; lyg CN Lianyungang CNLYG|LIANYUNGANG 35; lyroads CN Lianyungang_roads LYG 0;
wai CN Shanghai CNSHA|SHANGHAI 40; taicang CN Taicang CNTAC|TAICANG 30; cjroads2 CN Changjiangkou_roads CJK|CHANGJIANGKOU 30; yangshan CN Yangshan CNYSA|YANGSHAN 38;
lvhua CN Lvhuashan_roads LVHUASHAN|LHS 30; beilun CN Ningbo CNNGB|NINGBO|BEILUN 38; zsroads CN Ningbo-Zhoushan_roads CNZOS|XIAZHIMEN|ZHOUSHAN 35; wenzhou CN Wenzhou CNWNZ|WENZHOU 30;
fuzhou CN Fuzhou CNFOC|FUZHOU 35; keelung TW Keelung TWKEL|KEELUNG 40; taichung TW Taichung TWTXG|TAICHUNG 38;
incheon KR Incheon KRINC|INCHON|INCHEON 42; icroads KR Incheon_roads KRINC 30; pyeongtaek KR Pyeongtaek KRPTK|PYEONGTAEK 35; daesan KR Daesan KRTSN|DAESAN 35; gunsan KR Gunsan KRKUV|GUNSAN 36;
jeju KR Jeju KRCJU|JEJU 45; gwangyang KR Gwangyang KRKAN|KWANGYANG 35; yeoroads KR Yeosu_roads KRYOS|YEOSU 42; busan KR Busan KRPUS|BUSAN|PUSAN 45; bsroads KR Busan_roads KRPUS|BUSAN_N_ANCH 0;
ulsan KR Ulsan KRUSN|ULSAN 40; ulroads KR Ulsan_roads KRUSN 0; pohang KR Pohang KRKPO|POHANG 40; phroads KR Pohang_roads KRKPO 0; donghae KR Donghae KRTGH|DONGHAE 42;
posyet RU Posyet RUPOS|POSYET 25; zarubino RU Zarubino RUZAR|ZARUBINO 28; slavyanka RU Slavyanka RUSLA|SLAVYANKA 30; vvo RU Vladivostok RUVVO|VLADIVOSTOK 40; vvroads RU Vladivostok_roads RUVVO 0;
nakhodka RU Nakhodka RUNJK|NAKHODKA 40; vostochny RU Vostochny RUVYP|VOSTOCHNYY 38; nkroads RU Nakhodka_roads RUNJK 0; kholmsk RU Kholmsk RUKHO|KHOLMSK 32; vanino RU Vanino RUVNN|VANINO 30;
moji JP Moji JPMOJ|MOJI|KANMON 40; hakata JP Hakata JPHKT|HAKATA 38; nagasaki JP Nagasaki JPNGS|NAGASAKI 40; sakai JP Sakaiminato JPSMN|SAKAIMINATO 38; maizuru JP Maizuru JPMAI|MAIZURU 35;
tsuruga JP Tsuruga JPTRG|TSURUGA 35; kanazawa JP Kanazawa JPKNZ|KANAZAWA 35; toyama JP Toyama JPTOY|FUSHIKI 35; niigata JP Niigata JPKIJ|NIIGATA 40; akita JP Akita JPAXT|AKITA 38;
hakodate JP Hakodate JPHKD|HAKODATE 38; otaru JP Otaru JPOTR|OTARU 38; south - the_South HKHKG|SINGAPORE|CNSHK|VNHPH 0; pac - the_Pacific JPTYO|USLAX|JPNGO 0; pac2 - the_Pacific USSEA|CAVAN 0
"""
MORE_RECEIVERS = [(33.45, 126.90, 40), (34.70, 129.35, 45), (37.50, 130.88, 40), (37.95, 124.70, 32), (34.68, 125.45, 36), (36.30, 133.20, 38),
                  (37.40, 136.90, 40), (37.40, 122.65, 40), (38.75, 121.20, 36), (32.75, 128.75, 38), (30.90, 130.60, 40), (25.75, 123.0, 0)]
ROADS = {"dalian": "dlroads", "dandong": "ddroads", "qingdao": "qdroads", "rizhao": "rzroads", "lyg": "lyroads", "wai": "cjroads2", "taicang": "cjroads2",
         "yangshan": "lvhua", "beilun": "zsroads", "incheon": "icroads", "pyeongtaek": "icroads", "gwangyang": "yeoroads", "busan": "bsroads",
         "ulsan": "ulroads", "pohang": "phroads", "vvo": "vvroads", "nakhodka": "nkroads", "vostochny": "nkroads", "nampo": "nproads", "songnim": "nproads",
         "chongjin": "cjroads", "shidao": "shroads"}
# Open water where ships may meet or loiter, with a radius in nm that is free of land.
OPEN = {"ecs1": 40, "ecs2": 40, "ysm": 35, "yss": 30, "jse2": 15, "ieo": 18, "ejm": 40, "ejmn": 22, "ejs2": 22, "ulw": 12, "kb": 9, "nmp": 8, "ej0": 15, "ys1": 14, "ej2": 8}
MID = {"KP": [445], "CN": [412, 413, 414], "HK": [477], "TW": [416], "KR": [440, 441], "JP": [431, 432], "RU": [273], "TG": [671], "SL": [667], "PA": [352, 353, 355, 370, 372],
       "KH": [514, 515], "MN": [457], "TZ": [677], "BZ": [312], "LR": [636], "MH": [538], "PW": [511], "KM": [620], "DM": [325], "FJ": [520], "SG": [563, 565]}
CALL = {"KP": "HM", "CN": "B", "HK": "VR", "TW": "B", "KR": "D", "JP": "J", "RU": "U", "TG": "5V", "SL": "9L", "PA": "H", "KH": "XU", "MN": "JV", "TZ": "5I", "BZ": "V3", "LR": "D5",
        "MH": "V7", "PW": "T8", "KM": "D6", "DM": "J7", "FJ": "3D", "SG": "9V"}
THIRD = ["TG", "SL", "PA", "KH", "MN", "TZ", "BZ", "PW", "KM", "DM", "HK", "PA", "SL", "TG"]
# kind: AIS codes, length range, width factor, knots range, deep draught factor, transponder class
BUILD = {"bulk": ([70], 95, 190, 6.2, 9.5, 13, .056), "coaster": ([70, 70, 79], 68, 112, 6.0, 7.5, 11, .062), "tanker": ([80, 80, 89, 81], 70, 125, 6.1, 8.5, 12.5, .058),
         "crude": ([80], 180, 333, 5.8, 10, 14, .062), "container": ([71, 70, 79], 115, 300, 6.7, 13, 19, .045), "ferry": ([60, 69], 110, 190, 6.6, 16, 22, .036),
         "fishing": ([30], 24, 46, 5.2, 7.5, 10.5, .1), "reefer": ([70], 78, 132, 6.3, 9, 14, .056), "tug": ([52, 31], 24, 42, 3.2, 7, 11, .12), "launch": ([50, 90, 37], 13, 24, 3.8, 9, 17, .09),
         "bunker": ([80, 89], 42, 76, 5.2, 7, 10, .065), "barge": ([70, 79, 99], 52, 92, 5.4, 5.5, 8, .045), "dredger": ([33, 70], 70, 115, 5.4, 7, 10, .058),
         "patrol": ([55, 35], 50, 110, 7, 10, 17, .045), "survey": ([90, 99], 60, 95, 5.5, 8, 11, .065)}
W_CN = ["XIN HAI", "HENG TONG", "JIN YUAN", "HAI SHUN", "ZHOU HANG", "HONG DA", "SHUN FA", "YONG XING", "DE SHENG", "RUI YANG", "TIAN BAO", "FU XING", "LU FENG", "YI HE", "MING ZHU", "BAO LI"]
W_KP = ["SONG PHYONG", "CHON UN", "TAE HUNG", "KUM GANG SAN", "PUK DAE", "JANG SU", "RYON HWA", "MYONG SIN", "UN RYUL", "KYONG SONG", "SAM JI", "PHO THAE", "HYE SONG", "SO BAEK", "PAEK YANG", "CHOL RIM"]
W_KR = ["DONG YANG", "HAN SUNG", "SEO JIN", "KUM SUNG", "DAE WON", "SAM BO", "NAM HAE", "CHANG SHIN", "WOO LIM", "YOUNG JIN", "GEO MUN"]
W_JP = ["KAIYO", "SHINSEI", "HAKUSAN", "TENYU", "EIKO", "FUKUJU", "RYUSEI", "SEIWA", "KOTOKU", "DAISETSU"]
W_RU = ["KAPITAN ORLOV", "VOSTOK", "BUKHTA OLGA", "AMURSKIY", "TAYGA", "PRIMORETS", "SEVERNY VETER", "USSURI", "MYS GAMOVA", "ANIVA"]
W_XX = ["OCEAN", "GRAND", "ASIA", "LUCKY", "BRIGHT", "GOLDEN", "ORIENT", "EASTERN", "PACIFIC", "SILVER", "UNITED", "ROYAL", "NEW", "BLUE"]
W_YY = ["STAR", "FORTUNE", "GLORY", "HOPE", "PIONEER", "HARMONY", "WAVE", "LILY", "BRIDGE", "EAGLE", "DRAGON", "SKY", "PEARL", "TRADER"]


def parse_lanes() -> tuple[dict[str, tuple[float, float, float]], dict[str, dict[str, float]]]:
    """Nodes by name, and for each node its neighbours with the distance in nm."""
    nodes = {w[0]: (float(w[1]), float(w[2]), float(w[3])) for w in (r.split() for r in re.split("[;\n]", NODES)) if w}
    graph: dict[str, dict[str, float]] = {n: {} for n in nodes}
    for chain in re.split("[;\n]", LANES):
        names = chain.split()
        for a, b in zip(names, names[1:]):
            graph[a][b] = graph[b][a] = nm(*nodes[a][:2], *nodes[b][:2])
    return nodes, graph


def nm(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in nautical miles."""
    p1, p2 = math.radians(lat1), math.radians(lat2)
    h = math.sin((p2 - p1) / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * 3440.07 * math.asin(min(1.0, math.sqrt(h)))


def between(a: tuple[float, float], b: tuple[float, float], f: float) -> tuple[float, float]:
    """The point a fraction f along the great circle from a to b."""
    d = nm(*a, *b) / 3440.07
    if d < 1e-7:
        return a
    s, t = math.sin((1 - f) * d) / math.sin(d), math.sin(f * d) / math.sin(d)
    (p1, l1), (p2, l2) = [tuple(map(math.radians, q)) for q in (a, b)]
    x = s * math.cos(p1) * math.cos(l1) + t * math.cos(p2) * math.cos(l2)
    y = s * math.cos(p1) * math.sin(l1) + t * math.cos(p2) * math.sin(l2)
    return math.degrees(math.atan2(s * math.sin(p1) + t * math.sin(p2), math.hypot(x, y))), math.degrees(math.atan2(y, x))


def offset(p: tuple[float, float], miles: float, bearing: float) -> tuple[float, float]:
    """The point so many nm away on a bearing in degrees (short distances)."""
    b = math.radians(bearing)
    return p[0] + miles / 60 * math.cos(b), p[1] + miles / 60 * math.sin(b) / math.cos(math.radians(p[0]))


@dataclass
class Port:
    """A port or roads: what it is called and whether somebody listens there."""
    node: str
    country: str
    name: str
    typed: list[str]
    radius: float


@dataclass
class Hull:
    """One hull as she is, whatever she says."""
    kind: str
    name: str
    mmsi: int
    imo: int | None
    callsign: str
    flag: str
    ais_type: int
    length: int
    width: int
    light: float
    deep: float
    knots: float
    habit_draught: str = "well"
    habit_destination: str = "true"
    habit_status: str = "well"


NODE, GRAPH = parse_lanes()
PORT = {w[0]: Port(w[0], w[1].replace("-", ""), w[2].replace("_", " "), w[3].replace("_", " ").split("|"), float(w[4]))
        for w in (r.split() for r in re.split("[;\n]", PORTS)) if w}
WORD = {"bulk": "bulk carrier", "coaster": "general cargo", "barge": "river barge", "crude": "oil tanker", "tanker": "product tanker", "bunker": "bunker tanker", "launch": "launch"}


def route(a: str, b: str, memo: dict[str, dict[str, str]] = {}) -> list[str]:
    """Shortest chain of nodes from a to b."""
    if b not in memo:
        dist, step, queue = {b: 0.0}, {}, [(0.0, b)]
        while queue:
            d, n = heapq.heappop(queue)
            if d > dist[n]:
                continue
            for m, w in GRAPH[n].items():
                # a berth or roads is not a thoroughfare
                if n != b and n in PORT and n not in ("cjroads2", "lvhua", "wai", "nampo"):
                    continue
                if d + w < dist.get(m, 1e9):
                    dist[m], step[m] = d + w, n
                    heapq.heappush(queue, (d + w, m))
        memo[b] = step
    out = [a]
    while out[-1] != b:
        out.append(memo[b][out[-1]])
    return out


class Track:
    """The life of one hull: where she is, what her crew typed, when her set was off."""

    def __init__(self, sea: "Sea", hull: Hull, node: str, rng: np.random.Generator) -> None:
        self.sea, self.hull, self.rng, self.node = sea, hull, rng, node
        self.t, self.laden = 0.0, False
        self.vert: list[tuple[float, float, float, int]] = []
        self.said: dict[str, list[tuple[float, object]]] = {}
        self.dark: list[tuple[float, float]] = []
        self.shift: list[tuple[float, float, float, float]] = []
        self.pending: float | None = None
        self.faint = float(rng.choice([1, 1, 1, .85, .6]))
        self.class_b = hull.kind in ("fishing", "launch") or (hull.kind == "barge" and rng.random() < .4)
        self.pos = self.place_in(node)
        self.names = [(hull.name, hull.mmsi, hull.imo, hull.flag)]
        for k, v in (("mmsi", hull.mmsi), ("name", hull.name), ("imo", hull.imo), ("callsign", hull.callsign), ("type", hull.ais_type), ("size", (hull.length, hull.width)), ("destination", "")):
            self.say(k, v, -1)
        d = hull.light if hull.habit_draught != "never" else hull.deep if rng.random() < .5 else hull.light
        self.say("draught", {"zero": 0.0, "blank": None}.get(hull.habit_draught, round(d, 1)), -1)
        self.mark(5 if self.in_port else 0)
        sea.tracks.append(self)

    @property
    def in_port(self) -> bool:
        return self.node in PORT and NODE[self.node][2] < .1

    def place_in(self, node: str) -> tuple[float, float]:
        """Some berth or anchor place of the node."""
        r = NODE[node][2]
        return offset(NODE[node][:2], self.rng.uniform(0, r * .7) if r >= .1 else self.rng.uniform(0, .03), self.rng.uniform(0, 360))

    def say(self, what: str, value: object, when: float | None = None) -> None:
        self.said.setdefault(what, []).append((max(self.t if when is None else when, -.9 if self.vert else -1), value))

    def mark(self, status: int) -> None:
        self.vert.append((self.t, self.pos[0], self.pos[1], status))

    # -- verbs ------------------------------------------------------------------------------------------------------
    def sail(self, goal: str, knots: float | None = None, spot: tuple[float, float] | None = None, dry: bool = False) -> float:
        """Sail along the lanes to a node, or to a spot near it; returns the seconds. With dry, only reckon them."""
        knots = knots or self.hull.knots * self.rng.uniform(.92, 1.06)
        names = route(self.node, goal)
        pts, cap = [self.pos], [NODE[self.node][2]]
        for n in names[1:]:
            r = NODE[n][2]
            pts.append(offset(NODE[n][:2], r * math.sqrt(self.rng.random()), self.rng.uniform(0, 360)))
            cap.append(r)
        if spot or len(names) == 1:
            pts[-1 if len(names) > 1 else len(pts):] = [spot or self.place_in(goal)]
            cap = (cap + [cap[-1]])[:len(pts)]
        elif goal in PORT:
            pts[-1] = self.place_in(goal)
        total, v, status = 0.0, 1.0, 0
        if self.hull.habit_status == "sloppy":
            status = int(self.vert[-1][3]) if self.rng.random() < .4 else 0
        elif self.hull.habit_status == "none":
            status = 15
        for a, b, r in zip(pts, pts[1:], [min(x, y) if min(x, y) < .12 else max(x, y) for x, y in zip(cap, cap[1:])]):
            d = nm(*a, *b)
            top = knots if r >= .3 else min(knots, 9) if r >= .1 else min(knots, 6)
            parts = max(1, int(d / 6))
            for k in range(1, parts + 1):
                v = 1 + .8 * (v - 1) + self.rng.normal(0, .018)
                dt = d / parts / (top * min(max(v, .8), 1.15)) * HOUR
                total += dt
                if not dry:
                    if not total - dt:
                        self.mark(status)
                    self.t += dt
                    self.pos = between(a, b, k / parts)
                    self.mark(status)
        if not dry:
            self.node = goal
        return total

    def stay(self, hours: float, status: int | None = None) -> None:
        """Lie at the berth, swing at anchor, or drift at sea for some hours, whichever fits the place."""
        stop = self.t + hours * HOUR
        if self.in_port:
            self.mark(5 if self.hull.habit_status == "well" else int(self.rng.choice([5, 0, 1])) if self.hull.habit_status == "sloppy" else 15)
            self.t = stop
            self.vert.append((self.t, *self.pos, self.vert[-1][3]))
        elif self.node in PORT:
            self.swing(stop, 1 if status is None else status)
        else:
            self.drift(stop, 0 if status is None else status)

    def swing(self, stop: float, status: int) -> None:
        """Ride to the anchor: the hull lies down-tide of it and goes about with every turn of the tide."""
        radius, phase = self.rng.uniform(.07, .17), self.rng.uniform(0, 360)
        anchor = offset(self.pos, radius, phase + 180 + 360 * self.t / (12.42 * HOUR))
        while self.t < stop:
            self.mark(status)
            self.t = min(stop, self.t + self.rng.uniform(900, 2400))
            self.pos = offset(anchor, radius * self.rng.uniform(.85, 1.1), phase + 360 * self.t / (12.42 * HOUR) + self.rng.normal(0, 7))
        self.mark(status)

    def drift(self, stop: float, status: int) -> None:
        """Lie stopped at sea: wind and tide carry her, and she steams back when she is too far from where she began."""
        home, set_to, rate = self.pos, self.rng.uniform(0, 360), self.rng.uniform(.15, .7)
        while self.t < stop:
            self.mark(status)
            dt = min(stop - self.t, 1800)
            self.t += dt
            tide = 360 * self.t / (12.42 * HOUR)
            self.pos = offset(offset(self.pos, rate * dt / HOUR, set_to), .5 * dt / HOUR, tide)
            if nm(*home, *self.pos) > 6 and stop - self.t > 3 * HOUR:
                self.mark(status)
                self.t += nm(*home, *self.pos) / 6 * HOUR
                self.pos = offset(home, .4, self.rng.uniform(0, 360))
        self.mark(status)

    def wander(self, hours: float, knots: float, leg: float, radius: float, status: int = 7) -> None:
        """Tow up and down some ground within a radius of here (fishing, patrol, survey)."""
        stop, home, course = self.t + hours * HOUR, self.pos, self.rng.uniform(0, 360)
        while self.t < stop:
            self.mark(status)
            d = leg * self.rng.uniform(.5, 1.4)
            self.t += d / (knots * self.rng.uniform(.85, 1.15)) * HOUR
            self.pos = offset(self.pos, d, course)
            course = (math.degrees(math.atan2(home[1] - self.pos[1], home[0] - self.pos[0])) if nm(*home, *self.pos) > radius else course) + self.rng.normal(0, 35 if nm(*home, *self.pos) > radius else 70)
        self.mark(status)

    def until(self, t: float) -> None:
        if t > self.t:
            self.stay((t - self.t) / HOUR)

    def follow(self, other: "Track", miles: float, bearing: float) -> None:
        """Do what another ship does, a little beside her at sea and almost at her side in narrow water and port."""
        self.vert, last = [], -1e9
        for k, (t, lat, lon, status) in enumerate(other.vert):
            later = other.vert[min(k + 1, len(other.vert) - 1)]
            near = nm(lat, lon, *NODE[min(PORT, key=lambda n: abs(NODE[n][0] - lat) + abs(NODE[n][1] - lon))][:2]) < 12
            if t - last > 300 or later[0] - t > 1800:
                self.vert.append((t, *offset((lat, lon), .01 if near else miles, bearing), status))
                last = t
        self.t, self.node, self.pos = other.t, other.node, (self.vert[-1][1], self.vert[-1][2])

    # -- what crews type -----------------------------------------------------------------------------------------------
    def load(self, laden: bool | float) -> None:
        """The cargo is on board or off, and the crew tell of it in their own way."""
        h, self.laden = self.hull, bool(laden)
        d = h.light + (h.deep - h.light) * float(laden) * self.rng.uniform(.93, 1.0) + self.rng.normal(0, .08)
        if h.habit_draught == "well":
            self.say("draught", round(d, 1), self.t + self.rng.uniform(-1, 2) * HOUR)
        elif h.habit_draught == "rounded":
            self.say("draught", round(d) if self.rng.random() < .5 else round(2 * d) / 2, self.t + self.rng.uniform(-1, 3) * HOUR)
        elif h.habit_draught == "late":
            self.say("draught", round(d, 1), self.t + self.rng.uniform(8, 44) * HOUR)
        elif h.habit_draught == "next_port":
            self.pending = round(d, 1)

    def bound(self, goal: str, text: str | None = None) -> None:
        """Type a destination; text, if given, is typed by crews who lie."""
        h, r = self.hull, self.rng.random()
        if text is not None:
            self.say("destination", text)
        elif h.habit_destination == "true" or (h.habit_destination == "stale" and r < .35):
            typed = PORT[goal].typed if goal in PORT else ["FISHING GROUND", "SEA"]
            self.say("destination", str(self.rng.choice(typed)) if r < .6 else typed[0])
        elif h.habit_destination == "vague":
            self.say("destination", str(self.rng.choice(["FOR ORDERS", "CHINA", "ORDER", "N.CHINA", "KOREA", "OPL", "FAR EAST"])))
        elif h.habit_destination == "wrong":
            self.say("destination", str(self.rng.choice(["DALIAN", "BUSAN", "VLADIVOSTOK", "FISHING", "OFF SHORE", "INCHON", "NAKHODKA", "QINGDAO", "SEA"])))
        elif h.habit_destination == "blank":
            self.say("destination", "")

    def go(self, goal: str, text: str | None = None, knots: float | None = None, **more: object) -> None:
        """A voyage to a port: type the destination, sail, and on arrival put in what was put off."""
        self.bound(goal, text)
        self.sail(goal, knots, **more)
        if self.pending is not None:
            self.say("draught", self.pending)
            self.pending = None

    def call(self, port: str, laden_after: bool | float, hours: tuple[float, float] = (14, 60), wait: float = .35, **more: object) -> None:
        """Go to a port, perhaps wait in its roads, work cargo, and be ready to leave."""
        if port in ROADS and self.rng.random() < wait and self.node != ROADS[port]:
            self.go(ROADS[port], **more)
            self.stay(self.rng.uniform(4, 40))
            self.sail(port)
        elif self.node != port:
            self.go(port, **more)
        self.stay(self.rng.uniform(*hours))
        self.load(laden_after)

    def trade(self, ports: list[str], until: float, hours: tuple[float, float] = (14, 60), wait: float = .3) -> None:
        """Ordinary trade among some ports, loading in one and discharging in the next."""
        while self.t < until:
            goal = str(self.rng.choice([p for p in ports if p != self.node] or ports))
            if goal in ("south", "pac", "pac2"):
                self.go(goal)
                self.stay(self.rng.uniform(90, 200))
                self.load(self.rng.random() < .6)
            else:
                self.call(goal, not self.laden, hours, wait)

    def become(self, name: str, mmsi: int, imo: int | None, callsign: str, flag: str, when: float | None = None) -> None:
        for k, v in (("name", name), ("mmsi", mmsi), ("imo", imo), ("callsign", callsign)):
            self.say(k, v, when)
        self.names.append((name, mmsi, imo, flag))

    def where(self, t: float) -> tuple[float, float]:
        v = np.array([(x[0], x[1], x[2]) for x in self.vert])
        return float(np.interp(t, v[:, 0], v[:, 1])), float(np.interp(t, v[:, 0], v[:, 2]))


class Sea:
    """Everything of one month."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.tracks: list[Track] = []
        self.hidden: list[dict] = []
        self.innocent: list[dict] = []
        self.used: set[int] = set()
        self.common = int(np.random.default_rng([seed, 3]).choice([412000000, 413000000, 413999999, 412345678]))
        self.storms = [(float(t), float(t + np.random.default_rng([seed, 9]).uniform(20, 40) * HOUR)) for t in np.random.default_rng([seed, 8]).uniform(2, 27, 2) * DAY]

    def number(self, rng: np.random.Generator, low: int, high: int) -> int:
        """A number nobody else bears."""
        while True:
            n = int(rng.integers(low, high))
            if n not in self.used:
                self.used.add(n)
                return n

    def identity(self, rng: np.random.Generator, kind: str, flag: str) -> tuple[str, int, int | None, str]:
        """Name, MMSI, IMO number (with its check digit) and call sign."""
        mid = int(rng.choice(MID[flag]))
        mmsi = self.number(rng, mid * 10**6 + (1000 if flag == "KP" else 100000), mid * 10**6 + (999999 if flag != "KP" else 250000))
        base = self.number(rng, 760000, 979999)
        imo = base * 10 + sum(int(c) * w for c, w in zip(str(base), range(7, 1, -1))) % 10
        number = int(rng.integers(1, 99))
        pick = lambda words: str(rng.choice(words))  # noqa: E731
        if kind == "fishing":
            name = {"CN": f"{pick(['LU RONG YU', 'LIAO DAN YU', 'ZHE LING YU', 'SU GAN YU'])} {rng.integers(1000, 59999)}", "KR": f"{rng.integers(1, 99)} {pick(W_KR)} HO",
                    "JP": f"{pick(W_JP)} MARU {number}", "RU": pick(W_RU)}.get(flag, f"{pick(W_KP)} {number}")
        elif kind in ("barge", "dredger") and flag == "CN":
            name = f"{pick(['WAN', 'SU', 'ZHE', 'XIANG', 'HUAI'])} {pick(['HUO', 'HAI', 'YUN', 'FENG'])} {rng.integers(100, 9999)}"
        elif flag in ("CN", "HK", "TW"):
            name = f"{pick(W_CN)} {number}" if rng.random() < .8 else f"{pick(W_XX)} {pick(W_YY)}"
        elif flag == "KP":
            name = f"{pick(W_KP)} {number}" if rng.random() < .7 else pick(W_KP)
        elif flag in ("KR", "JP", "RU"):
            name = {"KR": f"{pick(W_KR)} {number}", "JP": f"{pick(W_JP)} MARU", "RU": pick(W_RU)}[flag] if rng.random() < .8 else f"{pick(W_XX)} {pick(W_YY)}"
        else:
            name = f"{pick(W_XX)} {pick(W_YY)}" + (f" {number % 10}" if rng.random() < .25 else "") if rng.random() < .7 else f"{pick(W_CN)} {number}"
        letters = "".join(rng.choice(list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), 3 - len(CALL[flag]) + 1)) + str(rng.integers(2, 9))
        small = kind in ("fishing", "barge", "launch", "tug") and rng.random() < .85
        return name, mmsi, None if small else imo, CALL[flag] + letters

    def hull(self, rng: np.random.Generator, kind: str, flag: str, length: float | None = None) -> Hull:
        codes, lo, hi, ratio, v0, v1, deep = BUILD[kind]
        length = length or float(rng.uniform(lo, hi) if kind not in ("container", "crude") else lo + (hi - lo) * rng.random() ** 1.5)
        name, mmsi, imo, call = self.identity(rng, kind, flag)
        deep_m = length * deep * rng.uniform(.93, 1.07) + .6
        knots = rng.uniform(v0, v1) * (.86 if flag == "KP" else 1)
        poor = flag in ("KP", "TG", "SL", "KH", "MN", "TZ", "BZ", "KM", "DM") or kind in ("barge", "coaster", "dredger")
        draught = rng.choice(["well", "rounded", "late", "next_port", "never", "zero", "blank"], p=[.2, .15, .1, .12, .26, .13, .04] if poor else [.5, .2, .08, .06, .12, .02, .02])
        dest = rng.choice(["true", "stale", "vague", "blank", "wrong"], p=[.42, .19, .14, .18, .07] if poor else [.77, .12, .06, .03, .02])
        status = rng.choice(["well", "sloppy", "none"], p=[.6, .3, .1] if poor else [.86, .12, .02])
        if kind in ("fishing", "launch"):
            draught, dest, imo = "blank", "blank", None
        if poor and imo and rng.random() < (.22 if flag == "KP" else .12):
            imo = 0 if rng.random() < .6 else None
        return Hull(kind, name, mmsi, imo, call, flag, int(rng.choice(codes)), round(length), max(4, round(length / ratio)), deep_m * rng.uniform(.48, .58), deep_m, knots, str(draught), str(dest), str(status))

    def ship(self, rng: np.random.Generator, kind: str, flag: str, node: str, length: float | None = None) -> Track:
        return Track(self, self.hull(rng, kind, flag, length), node, rng)

    # -- the ledger ------------------------------------------------------------------------------------------------------
    def act(self, hidden: bool, kind: str, ships: list[tuple[str, Track]], places: list[tuple], begin: float, end: float, goods: str | None, note: str) -> None:
        """Write an act into the key. Places are (role, node) or (role, node, (lat, lon)); high seas have no country."""
        book = self.hidden if hidden else self.innocent
        seen, who = set(), []
        for role, tr in ships:
            for name, mmsi, imo, flag in tr.names:
                if (mmsi, name) not in seen:
                    seen.add((mmsi, name))
                    who.append([role, name, mmsi, imo or None, flag, WORD.get(tr.hull.kind, tr.hull.kind)])
        spots = []
        for role, node, *at in places:
            lat, lon = at[0] if at else NODE[node][:2]
            port = PORT.get(node) if nm(lat, lon, *NODE[node][:2]) < 8 else None
            spots.append([role, port.name if port else "at sea", port.country if port else "", round(lat, 4), round(lon, 4)])
        book.append({"id": f"{'H' if hidden else 'I'}{len(book) + 1:03d}", "kind": kind, "ships": who, "places": spots, "begin": int(max(0, begin)), "end": int(min(end, END)), "goods": goods,
                     "ends": [], "note": note, "_tracks": [tr for _, tr in ships]})

    def meet(self, a: Track, b: Track, node: str, hours: float, not_before: float = 0.0, anchored: bool = False, spot: tuple[float, float] | None = None,
             linger: float = 6.0) -> tuple[float, float, tuple[float, float]]:
        """Bring two tracks alongside each other near a node; returns begin, end and place. Both wait where they are until it is time."""
        rng = a.rng
        if spot is None:
            spot = a.place_in(node) if node in PORT else offset(NODE[node][:2], OPEN[node] * math.sqrt(rng.random()), rng.uniform(0, 360))
        tracks = [a, b]
        need = [0.0 if x.node == node and nm(*x.pos, *spot) < .02 else x.sail(node, x.hull.knots, spot, dry=True) for x in tracks]
        begin = max(not_before, max(x.t + n for x, n in zip(tracks, need)) + rng.uniform(1.5, 1.5 + linger) * HOUR)
        drift_to, rate = rng.uniform(0, 360), 0.0 if anchored else rng.uniform(.3, 1.6)
        turn = rng.normal(0, 4)
        for x, n in zip(tracks, need):
            early = rng.uniform(.6, .6 + linger * .7) * HOUR
            if n:
                if begin - n * 1.08 - early > x.t:
                    x.until(begin - n * 1.08 - early)
                x.sail(node, x.hull.knots, offset(spot, rng.uniform(.5, 1.6), rng.uniform(0, 360)))
                if begin - x.t > 1.5 * HOUR:
                    x.stay((begin - x.t) / HOUR - .7)
        for x in tracks:
            x.until(begin - 1.5 * HOUR)
        begin = max(begin, max(x.t + nm(*x.pos, *spot) / 3.5 * HOUR + 60 for x in tracks))
        apart = (a.hull.width + b.hull.width) / 2 / 1852 + rng.uniform(.002, .01)
        status = 1 if anchored else 0
        first = a.hull.habit_status
        for k, x in enumerate(tracks):
            x.mark(status)
            x.t = begin - nm(*x.pos, *spot) / 3.5 * HOUR
            x.mark(status)
            p, course, x.t = spot, drift_to, begin
            shown = {"well": status, "sloppy": int(x.rng.choice([0, 1, 5])), "none": 15}[x.hull.habit_status if k else first]
            while True:
                x.pos = offset(p, apart * k, course + 90)
                x.mark(shown)
                if x.t >= begin + hours * HOUR:
                    break
                x.t += 900
                p = offset(p, rate / 4, course)
                course += turn
        return begin, begin + hours * HOUR, a.pos


# -- what the ships do ------------------------------------------------------------------------------------------------------
CN_NORTH = ["dalian", "yantai", "weihai", "qingdao", "rizhao", "lanshan", "lyg", "tianjin", "bayuquan", "longkou", "dandong", "jingtang"]
CN_SOUTH = ["wai", "taicang", "beilun", "wenzhou", "fuzhou", "yangshan", "lyg"]
KP_WEST, KP_EAST = ["nampo", "songnim", "haeju"], ["chongjin", "rajin", "hungnam", "wonsan", "kimchaek", "tanchon"]
KOREA = ["busan", "ulsan", "pohang", "gwangyang", "incheon", "pyeongtaek", "gunsan", "daesan", "donghae"]
JAPAN = ["moji", "hakata", "niigata", "sakai", "maizuru", "tsuruga", "kanazawa", "toyama", "akita", "otaru", "hakodate", "nagasaki"]
RUSSIA = ["vvo", "nakhodka", "vostochny", "slavyanka", "zarubino", "posyet", "kholmsk", "vanino"]
OIL = ["daesan", "ulsan", "gwangyang", "taichung", "beilun", "dayao", "qingdao", "wai", "busan", "keelung"]
GOODS = {"nampo": ["coal", "coal", "coal", "iron ore"], "songnim": ["coal", "coal", "pig iron", "steel"], "haeju": ["sand", "sand", "coal"], "chongjin": ["coal", "coal", "iron ore", "seafood"],
         "kimchaek": ["iron ore", "magnesia", "seafood"], "tanchon": ["zinc ore", "magnesia"], "hungnam": ["coal", "seafood"], "wonsan": ["coal", "seafood"], "rajin": ["seafood", "textiles"]}
TO_WEST = ["zsroads", "zsroads", "lvhua", "lyroads", "cjroads2", "rzroads", "wenzhou", "beilun", "lanshan", "longkou", "dlroads", "taicang", "incheon", "pohang"]
TO_EAST = ["zsroads", "rzroads", "lanshan", "kholmsk", "nakhodka", "vvo", "posyet", "pohang", "donghae", "wenzhou", "lvhua"]
Story = Callable[[Sea, np.random.Generator], None]
STORIES: list[tuple[str, int, int, Story]] = []


def story(name: str, low: int, high: int) -> Callable[[Story], Story]:
    """Enter an innocent story into the list, to be told between low and high times in a sea."""
    def enter(f: Story) -> Story:
        STORIES.append((name, low, high, f))
        return f
    return enter


def one(rng: np.random.Generator, items: list) -> str:
    return str(rng.choice(items))


def tell(sea: Sea, name: str, ships: list[tuple[str, Track]], places: list[tuple], begin: float, end: float, goods: str | None, note: str) -> None:
    if begin < END and end > 0:
        sea.act(False, name, ships, places, begin, end, goods, note)


def fade(tr: Track, rng: np.random.Generator, begin: float, end: float, p: float) -> str:
    """Perhaps the set is off for a part of the time; DPRK and shabby ships do so with or without a reason."""
    if rng.random() > p or end - begin < 6 * HOUR:
        return ""
    a = begin + (end - begin) * rng.uniform(0, .4)
    tr.dark.append((a, a + (end - a) * rng.uniform(.35, 1)))
    return " Her set is off for part of it."


# -- hidden -----------------------------------------------------------------------------------------------------------------
def smuggle(sea: Sea, rng: np.random.Generator, kind: str) -> bool:
    """A cargo out of a DPRK port to somebody abroad: heard, dark, or under changing names."""
    west = rng.random() < .66
    origin = one(rng, ["nampo"] * 5 + ["songnim"] * 2 + ["haeju"] * 2 if west else ["chongjin"] * 4 + ["kimchaek", "tanchon", "hungnam", "wonsan", "rajin"])
    goods, goal = one(rng, GOODS[origin]), one(rng, TO_WEST if west else TO_EAST)
    r = rng.random()
    if goods == "sand":
        build, flag = one(rng, ["dredger", "barge"]), one(rng, ["CN", "CN", "TG", "SL"])
        goal = one(rng, ["zsroads", "lvhua", "cjroads2", "dlroads", "ddroads"])
    elif goods == "seafood":
        build, flag = one(rng, ["reefer", "coaster", "fishing"]), one(rng, ["KP", "CN", "KH", "RU"])
        goal = one(rng, ["shidao", "dalian", "dandong", "zarubino", "vvo", "rzroads", "busan"])
    elif west and r < .22:
        build, flag, goal = "barge", "CN", one(rng, ["zsroads", "lvhua", "cjroads2", "lyroads", "wenzhou"])
    else:
        flag = "KP" if r < .62 else one(rng, THIRD)
        build = "bulk" if rng.random() < .5 and flag != "KP" else "coaster"
    if flag == "KP" and PORT[goal].country in ("KR", "JP"):
        goal = one(rng, ["rzroads", "zsroads", "lanshan"])
    length = float(rng.uniform(80, 148)) if build in ("bulk", "coaster") else None
    home = flag == "KP" and rng.random() < .6
    base = one(rng, KP_WEST[:2] if west else KP_EAST[:4]) if home else one(rng, CN_NORTH if west else ["vvo", "nakhodka", "rizhao", "posyet", "lanshan"])
    there = rng.random() < .2
    tr = sea.ship(rng, build, flag, origin if there else base, length)
    h = tr.hull
    tr.load(False)
    early = rng.uniform(0, 3 if there else 19) * DAY
    if home or there:
        tr.until(early)
    elif early > 4 * DAY:
        tr.trade([base, one(rng, CN_NORTH if west else ["nakhodka", "vvo", "rizhao"])], early - 4 * DAY)
        if tr.laden:
            tr.load(False)
    lie = [None, None, one(rng, ["DALIAN", "VLADIVOSTOK", "BUSAN", "QINGDAO", "DANDONG", "INCHEON", "NAKHODKA", "FISHING", "OFF SHORE"])]
    came = tr.t
    if tr.node != origin:
        tr.call(origin, False, (20, 110), .5, text=lie[int(rng.integers(3))] if flag != "KP" else None)
    else:
        tr.stay(rng.uniform(16, 90))
    tr.load(1 if rng.random() < .85 else .6)
    begin, loaded_from = tr.t, max(came, tr.t - rng.uniform(20, 60) * HOUR)
    pace = h.knots * rng.uniform(.85, 1)
    if rng.random() < .2:
        on_way = one(rng, ["ysm", "ys1"] if west else ["ejm", "ej0", "ej2"])
        tr.sail(on_way, pace, offset(NODE[on_way][:2], rng.uniform(0, 7), rng.uniform(0, 360)))
        tr.stay(rng.uniform(8, 50))
    said = lie[int(rng.integers(3))]
    roads = ROADS.get(goal)
    if roads and rng.random() < .5:
        tr.go(roads, said, pace)
        arrived = tr.t
        tr.stay(rng.uniform(10, 100))
        tr.sail(goal)
    else:
        tr.go(goal, said, pace)
        arrived = tr.t
    barges: list[tuple[str, Track]] = []
    note = f"{goods} from {PORT[origin].name} to {PORT[goal].name}."
    if not tr.in_port and build != "barge" and goods not in ("seafood", "textiles") and rng.random() < .6:
        # barges take the cargo off in the roads, one after the other, and some have no set
        for _ in range(int(rng.integers(1, 4))):
            near = {"zsroads": "beilun", "lvhua": "beilun", "cjroads2": "taicang", "lyroads": "lyg", "rzroads": "rizhao"}.get(goal)
            if not near:
                break
            b = sea.ship(rng, "barge", "CN", near)
            b.load(False)
            b.until(max(0, tr.t - rng.uniform(10, 40) * HOUR))
            sea.meet(tr, b, goal, rng.uniform(5, 14), tr.t, True, tr.pos)
            b.load(True)
            b.trade([near, one(rng, ["taicang", "beilun"])], END)
            barges.append(("barge", b))
        note += f" {len(barges)} barges alongside."
    tr.stay(rng.uniform(20, 90))
    tr.load(False)
    done = tr.t
    if arrived > END - 6 * HOUR:
        return False
    voyage = arrived - begin
    places = [("load", origin), ("discharge", goal, tr.pos)]
    dark: tuple[float, float] | None = None
    if kind != "delivery" and (kind == "dark_voyage" or rng.random() < .55):
        how = one(rng, ["loading", "loading", "loading", "outbound", "outbound", "middle", "discharge", "whole"])
        dark = {"loading": (loaded_from - rng.uniform(4, 40) * HOUR, begin + min(rng.uniform(3, 30) * HOUR, voyage * .6)), "outbound": (begin - rng.uniform(2, 30) * HOUR, arrived - voyage * rng.uniform(.05, .3)),
                "middle": (begin + voyage * rng.uniform(.15, .3), begin + voyage * rng.uniform(.6, .92)), "discharge": (arrived - voyage * rng.uniform(.1, .4), done + rng.uniform(-5, 10) * HOUR),
                "whole": (came + rng.uniform(0, 6) * HOUR, done + rng.uniform(2, 24) * HOUR)}[how]
        tr.dark.append(dark)
        note += f" Set off: {how}, {(dark[1] - dark[0]) / HOUR:.0f} h."
        if how == "whole":
            note = "UNSEEABLE off from before loading until after discharge; only a long silence is left. " + note
    if kind == "laundered_delivery":
        how = one(rng, ["at_sea", "at_sea", "in_port", "roads", "borrowed", "digit", "back"])
        when = {"in_port": begin - rng.uniform(2, 20) * HOUR, "roads": arrived + rng.uniform(-3, 8) * HOUR}.get(how, begin + voyage * rng.uniform(.2, .85))
        if dark and rng.random() < .6 and dark[0] < END:
            when = float(rng.uniform(*dark))
        new_flag = one(rng, ["TG", "SL", "KH", "MN", "PA", "CN", "CN", "HK", "TZ"])
        name, mmsi, imo, call = sea.identity(rng, h.kind, new_flag)
        if how == "borrowed":
            honest = [x for x in sea.tracks if x.hull.kind in ("coaster", "bulk") and x.hull.flag not in ("KP",) and x is not tr and len(x.names) == 1]
            name, mmsi, imo, new_flag = (lambda x: (x.name, x.mmsi, x.imo, x.flag))(honest[int(rng.integers(len(honest)))].hull)
        elif how == "digit":
            name, imo, new_flag, call = h.name, h.imo, h.flag, h.callsign
            mmsi = h.mmsi + int(rng.choice([1, -1, 10, 300, -20, 7000]))
        elif rng.random() < .25:
            imo = h.imo
        tr.become(name, mmsi, imo, call, new_flag, when)
        if rng.random() < .35:
            tr.say("size", (h.length + int(rng.integers(-9, 10)), h.width + int(rng.integers(-1, 2))), when)
        if how == "back" or rng.random() < .2:
            for k, v in (("name", h.name), ("mmsi", h.mmsi), ("imo", h.imo), ("callsign", h.callsign)):
                tr.say(k, v, done + rng.uniform(1, 20) * HOUR)
        if when > END:
            return False
        note += f" New identity: {how} at {when / HOUR:.0f} h."
    if kind == "delivery" and build == "barge" and rng.random() < .3:
        for k, v in (("mmsi", sea.common), ("name", one(rng, ["CHINA", "1", "WAN", ""]))):
            tr.say(k, v, -.5)
        tr.names = [(tr.hull.name, sea.common, None, "CN")]
        note += " Her set bears the number that many barges bear."
    if kind == "delivery" and tr.in_port and h.habit_draught in ("never", "zero", "blank") and PORT[goal].country in ("CN", "RU"):
        note = "UNSEEABLE without a draught her call at a berth could as well be to fetch lawful goods. " + note
    sea.act(True, kind, [("carrier", tr)] + barges, places, begin, done, goods, note)
    tr.trade([base, one(rng, CN_NORTH if west else ["vvo", "rizhao"])] if not home else [base, origin], END)
    return True


def oil_in(sea: Sea, rng: np.random.Generator, kind: str) -> bool:
    """A tanker brings oil to a DPRK port over what is allowed."""
    flag = one(rng, THIRD + ["KP", "CN"])
    west = rng.random() < .7
    source = one(rng, ["taichung", "keelung", "dayao", "beilun", "qingdao", "daesan"] if west else ["vostochny", "nakhodka", "vvo", "ulsan"])
    goal = one(rng, ["nampo", "nampo", "songnim"] if west else ["chongjin", "wonsan", "hungnam", "sonbong"])
    if flag == "KP":
        source = one(rng, ["dayao", "beilun", "qingdao"] if west else ["vostochny", "nakhodka", "vvo"])
    tr = sea.ship(rng, "tanker", flag, source)
    tr.trade([source, one(rng, OIL) if flag != "KP" else goal], rng.uniform(-4, 16) * DAY)
    tr.call(source, True, (10, 30))
    tr.load(True)
    begin = tr.t
    fib = one(rng, ["BUSAN", "VLADIVOSTOK", "KRPUS", "DALIAN", "FISHING AREA", "INCHON", "OFFSHORE"]) if rng.random() < .7 else None
    tr.go(goal, fib)
    arrived = tr.t
    tr.stay(rng.uniform(24, 80))
    tr.load(False)
    done = tr.t
    if arrived > END - 6 * HOUR:
        return False
    note = f"Refined oil from {PORT[source].name} to {PORT[goal].name} outside the ceiling; typed destination {fib or 'as her crew does'}."
    if kind == "dark_voyage":
        tr.dark.append((begin + (arrived - begin) * rng.uniform(.4, .8), done + rng.uniform(3, 30) * HOUR))
        note += " Off from the high sea until after she left."
    elif not fib and flag in ("KP", "CN"):
        note = "UNSEEABLE just like the reported shipments; only the paper tells. " + note
    sea.act(True, kind, [("carrier", tr)], [("load", source), ("discharge", goal)], begin, done, "refined oil", note)
    tr.trade([source, one(rng, OIL) if flag != "KP" else goal], END)
    return True


def oil_at_sea(sea: Sea, rng: np.random.Generator, kind: str, room: int = 3) -> bool:
    """A tanker from abroad feeds one or several DPRK tankers at sea."""
    west = rng.random() < .78
    node = one(rng, ["ecs1", "ecs1", "ecs2", "yss", "ysm", "ysm", "jse2", "ys1", "nmp"] if west else ["ejm", "ejmn", "ej0", "ulw"])
    source = one(rng, ["taichung", "keelung", "gwangyang", "daesan", "beilun", "yeoroads"] if west else ["nakhodka", "vostochny", "ulsan", "vvo"])
    mother = sea.ship(rng, "tanker" if rng.random() < .8 else "bunker", one(rng, THIRD + ["CN", "KR", "RU", "TW", "HK"]), source)
    mother.trade([source, one(rng, OIL)], rng.uniform(-5, 16) * DAY)
    mother.call(source, True, (10, 28))
    mother.load(True)
    left = mother.t
    mother.bound("sea", one(rng, ["FOR ORDERS", "BUSAN", "OFF SHORE", "FISHING GROUND", "OPEN SEA"]) if rng.random() < .6 else None)
    count = min(room, int(rng.choice([1, 1, 1, 2, 3])))
    style = one(rng, ["both", "both", "receiver_silent", "receiver_silent", "giver_silent"])
    done = 0
    for k in range(count):
        home = one(rng, ["nampo", "nampo", "songnim"] if west else ["chongjin", "wonsan", "hungnam", "rajin"])
        fed = sea.ship(rng, "tanker", "KP" if rng.random() < .8 else one(rng, ["TG", "SL", "KH", "MN"]), home, float(rng.uniform(70, 118)))
        fed.load(False)
        fed.until(max(rng.uniform(0, 3) * DAY, mother.t - rng.uniform(10, 70) * HOUR))
        if style != "receiver_silent" and rng.random() < .5:
            fed.bound("sea")
        went = fed.t
        begin, end, spot = sea.meet(mother, fed, node, rng.uniform(4, 16), linger=rng.choice([4, 14, 40]), spot=mother.pos if k else None)
        fed.load(True)
        if end > END:
            fed.trade([home], END)
            break
        fed.go(home, one(rng, ["", "NAMPO", "DALIAN", "SEA"]) if rng.random() < .5 else None)
        back = fed.t
        note = f"Oil from {mother.hull.name} to {fed.hull.name}, {(end - begin) / HOUR:.0f} h alongside."
        if style == "receiver_silent":
            part = one(rng, ["voyage", "meeting"])
            fed.dark.append((went - rng.uniform(0, 8) * HOUR, back) if part == "voyage" else (begin - rng.uniform(4, 30) * HOUR, end + rng.uniform(4, 30) * HOUR))
            note += f" The receiver is silent for the {part}."
            if part == "voyage":
                note += " Only the giver's stop at sea and the receiver's absence are left."
        elif style == "giver_silent":
            mother.dark.append((begin - rng.uniform(5, 40) * HOUR, end + rng.uniform(5, 20) * HOUR))
            note += " The giver is silent."
        if style == "receiver_silent" and rng.random() < .12:
            mother.dark.append((begin - 20 * HOUR, end + 12 * HOUR))
            note = "UNSEEABLE both silent. " + note
        sea.act(True, "transfer", [("giver", mother), ("receiver", fed)], [("load", source), ("transfer", node, spot), ("discharge", home)], begin, end, "refined oil", note)
        done += 1
        fed.stay(rng.uniform(60, 200))
        fed.load(False)
        fed.trade([home], END, (60, 300))
        mother.stay(rng.uniform(2, 20))
    mother.load(False)
    mother.trade([source, one(rng, OIL)], END)
    return bool(done)


def coal_at_sea(sea: Sea, rng: np.random.Generator, kind: str) -> bool:
    """A DPRK ship gives her coal to another ship, at sea or in foreign roads."""
    west = rng.random() < .8
    node = one(rng, ["lyroads", "lvhua", "zsroads", "ysm", "jse2", "ys1", "rzroads", "ecs1"] if west else ["ejm", "nkroads", "ej0", "phroads"])
    origin = one(rng, ["nampo", "songnim"] if west else ["chongjin", "hungnam", "wonsan"])
    giver = sea.ship(rng, "coaster", "KP", origin, float(rng.uniform(85, 140)))
    giver.until(rng.uniform(.5, 20) * DAY)
    giver.load(True)
    begin0 = giver.t
    giver.bound(node if node in PORT else "sea")
    port = one(rng, CN_SOUTH + ["rizhao", "lanshan"] if west else ["nakhodka", "pohang", "rizhao"])
    taker = sea.ship(rng, one(rng, ["coaster", "bulk", "barge"]) if node in PORT else one(rng, ["coaster", "bulk"]), one(rng, ["CN", "CN"] + THIRD), port, None)
    taker.load(False)
    taker.until(begin0)
    anchored = node in PORT
    begin, end, spot = sea.meet(giver, taker, node, rng.uniform(12, 40), anchored=anchored, linger=float(rng.choice([6, 30, 60])))
    giver.load(False)
    taker.load(True)
    if end > END:
        return False
    note = f"Coal off {giver.hull.name} into {taker.hull.name}."
    r = rng.random()
    if r < .4:
        giver.dark.append((begin0 - rng.uniform(0, 10) * HOUR, end + rng.uniform(0, 30) * HOUR))
        note += " The giver is silent from loading until after it."
    elif r < .55:
        taker.dark.append((begin - rng.uniform(2, 20) * HOUR, end + rng.uniform(2, 12) * HOUR))
        note += " The taker is silent."
    sea.act(True, "transfer", [("giver", giver), ("receiver", taker)], [("load", origin), ("transfer", node, spot), ("discharge", port)], begin, end, "coal", note)
    giver.go(origin)
    giver.trade([origin], END, (60, 200))
    taker.call(port, False)
    taker.trade([port, one(rng, CN_SOUTH)], END)
    return True


# -- innocent ---------------------------------------------------------------------------------------------------------------
@story("coasting", 6, 10)
def coasting(sea: Sea, rng: np.random.Generator) -> None:
    """DPRK ships carry coal and ore between DPRK ports, some of them round the peninsula."""
    around = rng.random() < .35
    ports = ([one(rng, KP_WEST[:2]), one(rng, KP_EAST)] if around else list(rng.choice(KP_EAST if rng.random() < .6 else KP_WEST, 2, replace=False)))
    tr = sea.ship(rng, "coaster", "KP", ports[0], float(rng.uniform(70, 135)))
    tr.stay(rng.uniform(5, 120))
    tr.load(True)
    begin = tr.t
    tr.go(ports[1])
    end = tr.t
    off = fade(tr, rng, begin, end, .45)
    tell(sea, "coasting", [("carrier", tr)], [("load", ports[0]), ("discharge", ports[1])], begin, end, one(rng, ["coal", "ore", "salt", "cement"]), "From one DPRK port to another, foreign waters only passed." + off)
    tr.stay(rng.uniform(30, 120))
    tr.load(False)
    tr.trade(ports, END, (40, 160))


@story("lawful_import", 6, 10)
def lawful_import(sea: Sea, rng: np.random.Generator) -> None:
    """Grain, flour, fertiliser or aid to the DPRK, by her own or third flags, and empty away."""
    west = rng.random() < .65
    source = one(rng, ["dalian", "bayuquan", "dandong", "longkou", "yantai", "qingdao", "lyg"] if west else ["vvo", "nakhodka", "vostochny", "slavyanka", "busan"])
    goal = one(rng, ["nampo", "nampo", "songnim"] if west else ["chongjin", "hungnam", "rajin", "wonsan"])
    flag = one(rng, ["KP", "KP"] + THIRD[:6] + ["CN", "RU"])
    barge = flag == "CN" or rng.random() < .08
    tr = sea.ship(rng, "barge" if barge else one(rng, ["coaster", "coaster", "bulk"]), "CN" if barge else flag, source, None if barge else float(rng.uniform(75, 150)))
    tr.until(rng.uniform(0, 12) * DAY)
    tr.load(True)
    begin = tr.t
    tr.go(ROADS.get(goal, goal))
    tr.stay(rng.uniform(4, 90))
    tr.sail(goal)
    tr.stay(rng.uniform(40, 150))
    tr.load(False)
    end = tr.t
    off = fade(tr, rng, begin, end + 20 * HOUR, .4)
    tr.go(source)
    tell(sea, "lawful_import", [("carrier", tr)], [("load", source), ("discharge", goal)], begin, end, one(rng, ["maize", "flour", "fertiliser", "soybean oil in drums", "WFP aid", "rice", "cement"]), "In with goods that are allowed, away empty; the same calls as a smuggler's, with the draught the other way round." + off)
    tr.trade([source, goal] if flag == "KP" else [source, one(rng, CN_NORTH if west else ["vvo", "busan", "nakhodka"])], END)


@story("ballast_for_cargo", 5, 8)
def ballast_for_cargo(sea: Sea, rng: np.random.Generator) -> None:
    """A DPRK ship comes empty, waits in Chinese or Russian roads for days and goes home with lawful goods."""
    west = rng.random() < .7
    home, roads, port = (one(rng, ["nampo", "songnim"]), *((lambda p: (ROADS[p], p))(one(rng, ["dalian", "lyg", "rizhao", "beilun", "qingdao", "taicang", "dandong"])))) if west else ("chongjin", "nkroads", "nakhodka")
    tr = sea.ship(rng, "coaster", "KP", home, float(rng.uniform(75, 140)))
    tr.load(False)
    tr.until(rng.uniform(0, 10) * DAY)
    begin = tr.t
    tr.go(roads)
    tr.stay(rng.uniform(24, 190))
    tr.sail(port)
    tr.stay(rng.uniform(30, 70))
    tr.load(True)
    end = tr.t
    off = fade(tr, rng, begin, end, .35)
    tr.go(home)
    tell(sea, "ballast_for_cargo", [("carrier", tr)], [("left", home), ("wait", roads), ("load", port)], begin, end, None, "Nothing on board when she came; days in the roads only for papers and a berth." + off)
    tr.stay(rng.uniform(60, 180))
    tr.load(False)
    tr.trade([home], END, (50, 200))


@story("storm_shelter", 2, 4)
def storm_shelter(sea: Sea, rng: np.random.Generator) -> None:
    """Laden DPRK coasters run for foreign shelter from a storm and go on to a DPRK port."""
    west = rng.random() < .6
    a, b, refuge = ("nampo", "chongjin", "shroads") if west else ("wonsan", "chongjin", "nkroads")
    tr = sea.ship(rng, "coaster", "KP", a)
    t0, t1 = sea.storms[int(rng.integers(2))]
    tr.until(t0 - rng.uniform(10, 30) * HOUR)
    tr.load(True)
    begin = tr.t
    tr.sail(refuge)
    tr.until(max(t1, tr.t + 15 * HOUR))
    tr.go(b)
    tell(sea, "storm_shelter", [("carrier", tr)], [("load", a), ("shelter", refuge), ("discharge", b)], begin, tr.t, "coal", "Laden in foreign roads for a storm, nothing discharged, goes on to a DPRK port.")
    tr.load(False)
    tr.trade([b, a], END, (50, 160))


@story("repair", 2, 4)
def repair(sea: Sea, rng: np.random.Generator) -> None:
    """DPRK or third-flag ships in a Chinese or Russian yard."""
    yard, flag = one(rng, ["dalian", "beilun", "shidao", "vvo", "slavyanka"]), one(rng, ["KP", "KP", "TG", "SL"])
    home = ("chongjin" if yard in RUSSIA else "nampo") if flag == "KP" else one(rng, CN_NORTH)
    tr = sea.ship(rng, "coaster", flag, home)
    tr.load(False)
    tr.until(rng.uniform(0, 9) * DAY)
    begin = tr.t
    tr.go(yard)
    tr.stay(rng.uniform(120, 400))
    if rng.random() < .5:
        tr.dark.append((begin + 3 * DAY, tr.t - rng.uniform(1, 20) * HOUR))
    tell(sea, "repair", [("patient", tr)], [("left", home), ("yard", yard)], begin, tr.t, None, "In a yard, empty, her set off while the current is off.")
    tr.trade([home, one(rng, KP_WEST) if home == "nampo" else home], END)


@story("rajin_coal", 2, 4)
def rajin_coal(sea: Sea, rng: np.random.Generator) -> None:
    """Russian coal through Rajin, which the resolutions allow."""
    goal = one(rng, ["rzroads", "lanshan", "cjroads2", "beilun", "qingdao", "lyg"])
    tr = sea.ship(rng, "bulk", one(rng, ["CN", "HK", "PA", "KH", "MN"]), one(rng, CN_NORTH), float(rng.uniform(110, 180)))
    tr.load(False)
    tr.until(rng.uniform(0, 6) * DAY)
    tr.call("rajin", True, (50, 120))
    begin = tr.t
    tr.go(goal)
    tr.stay(rng.uniform(40, 90))
    tr.load(False)
    tell(sea, "rajin_coal", [("carrier", tr)], [("load", "rajin"), ("discharge", goal, tr.pos)], begin, tr.t, "coal of Russian origin", "Exempt: Russian coal railed to Rajin's third pier, notified. Looks just like a delivery.")
    tr.trade([one(rng, CN_NORTH), one(rng, CN_SOUTH)], END)


@story("oil_within_ceiling", 3, 5)
def oil_within_ceiling(sea: Sea, rng: np.random.Generator) -> None:
    """Reported refined oil, by DPRK, Chinese or Russian tankers."""
    source, goal = [("dayao", "nampo"), ("dalian", "nampo"), ("vostochny", "rajin"), ("nakhodka", "sonbong"), ("vvo", "chongjin"), ("slavyanka", "wonsan")][int(rng.integers(6))]
    tr = sea.ship(rng, "tanker", one(rng, ["KP", "KP", "CN", "RU", "RU", "TG"]), source)
    tr.until(rng.uniform(0, 12) * DAY)
    tr.load(True)
    begin = tr.t
    tr.go(goal)
    tr.stay(rng.uniform(25, 90))
    tr.load(False)
    off = fade(tr, rng, begin, tr.t, .3)
    tell(sea, "oil_within_ceiling", [("carrier", tr)], [("load", source), ("discharge", goal)], begin, tr.t, "refined oil", "Reported to the Committee, within the ceiling." + off)
    tr.trade([source, goal], END, (40, 150))


@story("fleet_bunkering", 3, 5)
def fleet_bunkering(sea: Sea, rng: np.random.Generator) -> None:
    """A tanker sells gas oil to fishing boats at sea, one after the other."""
    node, source = [("ecs1", "beilun"), ("ecs2", "wenzhou"), ("ysm", "shidao"), ("yss", "lyg"), ("ejm", "busan"), ("ejmn", "vvo"), ("ejm", "nakhodka")][int(rng.integers(7))]
    seller = sea.ship(rng, one(rng, ["bunker", "tanker"]), one(rng, ["CN", "CN", "RU", "TG", "SL", "PA"]), source)
    seller.load(True)
    seller.until(rng.uniform(0, 12) * DAY)
    seller.bound("sea")
    ships, first = [("giver", seller)], 0.0
    for _ in range(int(rng.integers(1, 4))):
        boat = sea.ship(rng, one(rng, ["fishing", "reefer"]), one(rng, ["CN", "CN", "RU", "KR"]), source)
        boat.until(max(0, seller.t - 30 * HOUR))
        b, e, spot = sea.meet(seller, boat, node, rng.uniform(1, 6))
        first, ships = first or b, ships + [("receiver", boat)]
        boat.wander(rng.uniform(60, 200), 3.2, 6, 12)
        boat.trade([source], END, (100, 300))
    off = fade(seller, rng, first - 20 * HOUR, e + 20 * HOUR, .3)
    tell(sea, "fleet_bunkering", ships, [("transfer", node, spot)], first, e, "gas oil", "Fuel for fishing boats; the same waters and habits as fuel for the DPRK." + off)
    seller.load(.3)
    seller.trade([source], END, (60, 200))


@story("tax_gasoil", 2, 4)
def tax_gasoil(sea: Sea, rng: np.random.Generator) -> None:
    """Untaxed gas oil into Chinese boats at sea: shady, but none of it goes to the DPRK."""
    node = one(rng, ["ecs1", "ecs2", "jse2", "yss"])
    mother = sea.ship(rng, "tanker", one(rng, THIRD), one(rng, ["taichung", "keelung", "gwangyang"]))
    mother.load(True)
    mother.until(rng.uniform(0, 14) * DAY)
    mother.bound("sea", one(rng, ["FOR ORDERS", "OFF SHORE", "BUSAN"]))
    fed = sea.ship(rng, one(rng, ["tanker", "bunker"]), "CN", one(rng, ["beilun", "wenzhou", "taicang", "fuzhou"]))
    fed.load(False)
    b, e, spot = sea.meet(mother, fed, node, rng.uniform(4, 14), linger=30)
    fed.load(True)
    off = ""
    if rng.random() < .6:
        fed.dark.append((b - rng.uniform(3, 40) * HOUR, e + rng.uniform(3, 40) * HOUR))
        off = " The receiver is silent."
    tell(sea, "tax_gasoil", [("giver", mother), ("receiver", fed)], [("transfer", node, spot)], b, e, "gas oil", "Customs fraud, not the DPRK: the receiver lands in China." + off)
    fed.trade(["beilun", "wenzhou"], END)
    mother.load(False)
    mother.trade(["taichung", "gwangyang"], END)


@story("one_owner_alongside", 2, 4)
def one_owner_alongside(sea: Sea, rng: np.random.Generator) -> None:
    """Two tankers or coasters of one owner side by side, for stores, crew or a share of cargo."""
    node = one(rng, ["yeoroads", "ulroads", "bsroads", "zsroads", "nkroads", "ysm", "ejs2", "ecs1", "dlroads"])
    kind, flag = one(rng, ["tanker", "coaster", "tanker"]), one(rng, ["KR", "CN", "PA", "RU"])
    base = one(rng, {"KR": KOREA, "RU": ["vvo", "nakhodka"]}.get(flag, CN_NORTH))
    a, b = sea.ship(rng, kind, flag, base), sea.ship(rng, kind, flag, base)
    a.load(True)
    a.until(rng.uniform(0, 16) * DAY)
    t0, t1, spot = sea.meet(a, b, node, rng.uniform(3, 15), anchored=node in PORT)
    tell(sea, "one_owner_alongside", [("giver", a), ("receiver", b)], [("transfer", node, spot)], t0, t1, None, "Sisters of one owner alongside; neither has been to or goes to the DPRK.")
    for x in (a, b):
        x.trade([base, one(rng, CN_NORTH if flag != "KR" else KOREA)], END)


@story("dprk_sisters", 1, 3)
def dprk_sisters(sea: Sea, rng: np.random.Generator) -> None:
    """A DPRK bunker tanker fuels a DPRK coaster, or tows it with a broken engine."""
    node, home = one(rng, ["nproads", "nmp", "ys1"]), "nampo"
    if rng.random() < .4:
        node, home = one(rng, ["cjroads", "ej0"]), "chongjin"
    a, b = sea.ship(rng, one(rng, ["tanker", "bunker"]), "KP", home), sea.ship(rng, "coaster", "KP", one(rng, ["dalian", home]) if home == "nampo" else "vvo")
    b.until(rng.uniform(0, 15) * DAY)
    t0, t1, spot = sea.meet(a, b, node, rng.uniform(3, 12), anchored=node in PORT)
    tell(sea, "dprk_sisters", [("giver", a), ("receiver", b)], [("transfer", node, spot)], t0, t1, "bunkers", "DPRK tanker fuels a DPRK ship from home stock.")
    a.trade([home], END, (40, 150))
    b.trade([home], END, (40, 150))


@story("lightering", 2, 4)
def lightering(sea: Sea, rng: np.random.Generator) -> None:
    """A big tanker or ore carrier is lightened in the roads."""
    roads, port = [("zsroads", "beilun"), ("ulroads", "ulsan"), ("yeoroads", "gwangyang"), ("qdroads", "qingdao"), ("cjroads2", "taicang"), ("lvhua", "taicang")][int(rng.integers(6))]
    big = sea.ship(rng, "crude" if roads not in ("cjroads2", "lvhua") else "bulk", one(rng, ["LR", "PA", "MH", "HK"]), "south")
    big.load(True)
    big.until(rng.uniform(0, 9) * DAY)
    big.go(roads)
    small = sea.ship(rng, "tanker" if big.hull.kind == "crude" else "barge", "CN" if port in CN_NORTH + CN_SOUTH else "KR", port)
    t0 = 0.0
    for _ in range(int(rng.integers(1, 4))):
        b, e, spot = sea.meet(big, small, roads, rng.uniform(8, 20), anchored=True, spot=big.pos)
        t0 = t0 or b
        small.load(True)
        small.call(port, False, wait=0)
    tell(sea, "lightering", [("giver", big), ("receiver", small)], [("transfer", roads, spot)], t0, e, "crude oil" if big.hull.kind == "crude" else "grain", "Lightened to her berth's depth; she came from far away.")
    big.call(port, False)
    big.trade(["south", port], END)
    small.trade([port], END)


@story("bunkering", 3, 5)
def bunkering(sea: Sea, rng: np.random.Generator) -> None:
    """A bunker tanker goes round ships in the roads; some of her customers trade to the DPRK."""
    roads, port = [("bsroads", "busan"), ("zsroads", "beilun"), ("nkroads", "nakhodka"), ("dlroads", "dalian"), ("vvroads", "vvo"), ("qdroads", "qingdao")][int(rng.integers(6))]
    boat = sea.ship(rng, "bunker", {"busan": "KR", "nakhodka": "RU", "vvo": "RU"}.get(port, "CN"), port)
    for _ in range(int(rng.integers(2, 4))):
        flag = one(rng, ["KP"] if port in ("nakhodka", "dalian", "vvo") and rng.random() < .5 else ["PA", "SL", "TG", "HK", "LR"])
        kind = one(rng, ["coaster", "bulk", "tanker"]) if flag == "KP" else one(rng, ["container", "bulk", "coaster"])
        c = sea.ship(rng, kind, flag, "chongjin" if flag == "KP" and port in RUSSIA else "nampo" if flag == "KP" else port)
        c.until(boat.t + rng.uniform(5, 60) * HOUR)
        b, e, spot = sea.meet(boat, c, roads, rng.uniform(2, 7), anchored=True, linger=30)
        if flag == "KP" or rng.random() < .4:
            tell(sea, "bunkering", [("giver", boat), ("receiver", c)], [("transfer", roads, spot)], b, e, "bunkers", "Bunkers for the ship's own engine in the roads.")
        c.trade([port, "nampo" if port == "dalian" and flag == "KP" else "chongjin" if flag == "KP" else one(rng, KOREA)], END)
        boat.call(port, True, (4, 12), 0)
    boat.trade([port], END, (20, 60))


@story("crew_and_stores", 2, 4)
def crew_and_stores(sea: Sea, rng: np.random.Generator) -> None:
    """Launches bring crew, pilots and stores to anchored ships."""
    roads, port = [("bsroads", "busan"), ("zsroads", "beilun"), ("nkroads", "nakhodka"), ("cjroads2", "taicang"), ("yeoroads", "gwangyang"), ("rzroads", "rizhao")][int(rng.integers(6))]
    boat, big = sea.ship(rng, "launch", {"busan": "KR", "gwangyang": "KR", "nakhodka": "RU"}.get(port, "CN"), port), sea.ship(rng, one(rng, ["bulk", "tanker", "coaster"]), one(rng, THIRD + ["KP", "KP"] * (port in ("beilun", "nakhodka", "rizhao"))), port)
    big.until(rng.uniform(0, 10) * DAY)
    big.go(roads)
    for _ in range(int(rng.integers(2, 6))):
        b, e, spot = sea.meet(big, boat, roads, rng.uniform(.5, 2.5), anchored=True, spot=big.pos)
        boat.go(port)
        boat.stay(rng.uniform(5, 40))
    tell(sea, "crew_and_stores", [("ship", big), ("launch", boat)], [("transfer", roads, spot)], b, e, None, "A launch with crew and stores.")
    big.trade([port, one(rng, CN_NORTH)], END)
    boat.trade([port, roads], END, (3, 14))


@story("waiting_for_orders", 4, 7)
def waiting_for_orders(sea: Sea, rng: np.random.Generator) -> None:
    """Tankers and coasters drift or anchor for days until somebody charters them."""
    kind, node = one(rng, ["tanker", "tanker", "bulk", "coaster"]), one(rng, ["ecs1", "ecs2", "ysm", "yss", "ejm", "ejs2", "ieo", "ejmn", "lvhua", "kb", "ej0", "yeoroads"])
    ports = [one(rng, OIL), one(rng, OIL)] if kind == "tanker" else [one(rng, CN_SOUTH), one(rng, KOREA)]
    tr = sea.ship(rng, kind, one(rng, THIRD + ["KR", "CN", "RU"]), ports[0])
    tr.trade(ports, rng.uniform(0, 12) * DAY)
    tr.bound("sea", "FOR ORDERS" if rng.random() < .5 else None)
    spot = tr.place_in(node) if node in PORT else offset(NODE[node][:2], rng.uniform(0, OPEN[node]), rng.uniform(0, 360))
    tr.sail(node, None, spot)
    begin = tr.t
    tr.stay(rng.uniform(20, 150), 1 if node in PORT else 0)
    off = fade(tr, rng, begin, tr.t, .25)
    tell(sea, "waiting_for_orders", [("ship", tr)], [("wait", node, spot)], begin, tr.t, None, "Stopped at sea alone, no fuel burnt, no orders yet." + off)
    tr.trade(ports, END)


@story("transponder_failure", 5, 8)
def transponder_failure(sea: Sea, rng: np.random.Generator) -> None:
    """Honest ships whose set, antenna or fuse fails for days, some of them near Korea Bay."""
    ports = [["dandong", "taicang"], ["dalian", "incheon"], ["vvo", "busan"], ["beilun", "bayuquan"], ["nakhodka", "niigata"], ["posyet", "rizhao"], ["dandong", "lyg"], ["keelung", "qingdao"]][int(rng.integers(8))]
    tr = sea.ship(rng, one(rng, ["coaster", "bulk", "tanker"]), one(rng, ["CN", "KR", "RU"] + THIRD), ports[0])
    tr.trade(ports, END)
    a = rng.uniform(2, 22) * DAY
    tr.dark.append((a, a + rng.uniform(12, 130) * HOUR))
    tell(sea, "transponder_failure", [("ship", tr)], [("lost", tr.node, tr.where(a))], *tr.dark[-1], None, "Set failed; the ship kept to her trade.")


@story("poor_reception", 2, 3)
def poor_reception(sea: Sea, rng: np.random.Generator) -> None:
    """A low or bad antenna on a run along the DPRK's coast or over the open sea."""
    ports = [["dandong", "lyg"], ["vvo", "donghae"], ["posyet", "pohang"], ["zarubino", "donghae"], ["dandong", "incheon"]][int(rng.integers(5))]
    tr = sea.ship(rng, "coaster", one(rng, ["CN", "RU", "KR", "KH", "SL"]), ports[0])
    tr.faint = .12
    tr.trade(ports, END)
    tell(sea, "poor_reception", [("ship", tr)], [("port", p) for p in ports], 0, END, None, "Heard only by good luck away from shore stations; her gaps mean nothing.")


@story("wrong_mmsi", 2, 4)
def wrong_mmsi(sea: Sea, rng: np.random.Generator) -> None:
    """A digit typed wrong, at times one that makes a South Korean ship look North Korean, put right at the next survey."""
    tr = sea.ship(rng, one(rng, ["coaster", "tanker", "bulk"]), "KR" if rng.random() < .6 else "CN", one(rng, KOREA[:4]))
    h = tr.hull
    tr.trade([tr.node, one(rng, CN_NORTH), one(rng, KOREA)], END)
    a, b = rng.uniform(1, 12) * DAY, rng.uniform(14, 29) * DAY
    bad = 445000000 + h.mmsi % 10**6 if h.flag == "KR" and rng.random() < .6 else h.mmsi + int(rng.choice([10, 1000, -100, 90000]))
    tr.say("mmsi", bad, a)
    tr.say("mmsi", h.mmsi, b)
    tr.names.append((h.name, bad, h.imo, h.flag))
    tell(sea, "wrong_mmsi", [("ship", tr)], [("typed", tr.node, tr.where(a))], a, b, None, "MMSI typed wrong when the set was renewed; the name stayed.")


@story("sold_and_renamed", 2, 4)
def sold_and_renamed(sea: Sea, rng: np.random.Generator) -> None:
    """Honest sale: new name, flag and MMSI at the berth, the IMO number stays."""
    tr = sea.ship(rng, one(rng, ["coaster", "bulk", "tanker"]), one(rng, ["KR", "JP", "CN", "PA"]), one(rng, ["busan", "qingdao", "dalian", "moji", "beilun"]))
    port, h = tr.node, tr.hull
    tr.trade([port, one(rng, CN_NORTH)], rng.uniform(2, 12) * DAY)
    at_sea = rng.random() < .35
    if at_sea:
        tr.trade([port, one(rng, CN_NORTH + KOREA)], tr.t + 3 * DAY)
    else:
        tr.call(port, False, (70, 200))
    flag = one(rng, THIRD + ["CN"])
    name, mmsi, _, call = sea.identity(rng, h.kind, flag)
    when = tr.t - rng.uniform(40, 80) * HOUR if at_sea else tr.t - rng.uniform(5, 50) * HOUR
    tr.become(name, mmsi, h.imo, call, flag, when)
    tell(sea, "sold_and_renamed", [("ship", tr)], [("sale", port, tr.where(when))], when, when + DAY, None, "Sold and reflagged, at the berth or, for the tax, on the high sea.")
    tr.trade([port, one(rng, CN_NORTH + KOREA), *(["nampo"] if rng.random() < .3 else [])], END)


@story("shared_number", 1, 1)
def shared_number(sea: Sea, rng: np.random.Generator) -> None:
    """Several river barges out of the box with one MMSI."""
    ships = []
    for _ in range(int(rng.integers(3, 6))):
        tr = sea.ship(rng, "barge", "CN", one(rng, ["taicang", "beilun", "lyg", "wai"]))
        for k, v in (("mmsi", sea.common), ("name", one(rng, ["CHINA", "1", "HUO", "", "WAN"]))):
            tr.say(k, v, -.5)
        tr.names = [(tr.hull.name, sea.common, None, "CN")]
        tr.trade(["taicang", "beilun", "lyg"], END)
        ships.append(("barge", tr))
    tell(sea, "shared_number", ships, [("port", "taicang")], 0, END, None, "The seller of the sets gave all of them one number; she seems to leap about.")


@story("twin_number", 1, 2)
def twin_number(sea: Sea, rng: np.random.Generator) -> None:
    """Two honest ships of one yard that bear the same MMSI by the installer's mistake, one of them since some day."""
    a, b = (sea.ship(rng, "coaster", "CN", one(rng, CN_NORTH)) for _ in range(2))
    for x in (a, b):
        x.trade([x.node, one(rng, CN_SOUTH), one(rng, KOREA)], END)
    when = rng.uniform(0, 15) * DAY
    b.say("mmsi", a.hull.mmsi, when)
    b.names.append((b.hull.name, a.hull.mmsi, b.hull.imo, "CN"))
    tell(sea, "twin_number", [("ship", a), ("ship", b)], [("port", b.node)], when, END, None, "Two ships, one number, two names; neither was in a DPRK port.")


@story("barges", 6, 9)
def barges(sea: Sea, rng: np.random.Generator) -> None:
    """River and coastal barges with sand, coal and steel along the Chinese coast, without IMO numbers, often silent."""
    ports = [one(rng, ["taicang", "beilun", "lyg", "wai"]), one(rng, ["lyg", "rizhao", "longkou", "dalian", "wenzhou", "dandong"])]
    tr = sea.ship(rng, "barge", "CN", ports[0])
    tr.trade(ports, END, (20, 90))
    a = rng.uniform(0, 22) * DAY
    if fade(tr, rng, a, a + 5 * DAY, .5):
        tell(sea, "silent_barge", [("barge", tr)], [("port", p) for p in ports], *tr.dark[-1], "sand", "A barge that saves current; she never left the Chinese coast.")


@story("alongside_barges", 2, 4)
def alongside_barges(sea: Sea, rng: np.random.Generator) -> None:
    """A bulk carrier with Russian or Indonesian coal gives it to barges in Zhoushan or Yangtze roads."""
    roads, near = [("zsroads", "beilun"), ("lvhua", "taicang"), ("cjroads2", "taicang"), ("lyroads", "lyg")][int(rng.integers(4))]
    source = one(rng, ["posyet", "vostochny", "nakhodka", "vanino", "south", "qhd"])
    big = sea.ship(rng, one(rng, ["bulk", "coaster"]), one(rng, THIRD + ["CN"]), source, float(rng.uniform(90, 170)))
    big.load(True)
    big.until(rng.uniform(0, 9) * DAY)
    begin, ships = big.t, [("carrier", big)]
    big.go(roads)
    big.stay(rng.uniform(10, 80))
    off = fade(big, rng, begin + .5 * DAY, big.t, .25)
    for _ in range(int(rng.integers(1, 3))):
        b = sea.ship(rng, "barge", "CN", near)
        b.until(max(0, big.t - 20 * HOUR))
        sea.meet(big, b, roads, rng.uniform(5, 14), big.t, True, big.pos)
        b.load(True)
        b.trade([near, "taicang"], END)
        ships.append(("barge", b))
    big.load(False)
    tell(sea, "alongside_barges", ships, [("load", source), ("discharge", roads, big.pos)], begin, big.t, "coal", f"Coal that is not the DPRK's, from {PORT[source].name}." + off)
    big.trade([source, near], END)


@story("pair_trawlers", 4, 6)
def pair_trawlers(sea: Sea, rng: np.random.Generator) -> None:
    """Two trawlers side by side for days."""
    node, port, flag = [("ysm", "shidao", "CN"), ("yss", "lyg", "CN"), ("ecs1", "beilun", "CN"), ("ejm", "busan", "KR"), ("ecs2", "wenzhou", "CN"), ("ej0", "chongjin", "KP"), ("kb", "dandong", "CN")][int(rng.integers(7))]
    a, b = sea.ship(rng, "fishing", flag, port), sea.ship(rng, "fishing", flag, port)
    a.until(rng.uniform(0, 8) * DAY)
    for _ in range(2):
        a.sail(node, None, offset(NODE[node][:2], OPEN[node] * .5, rng.uniform(0, 360)))
        out = a.t
        a.wander(rng.uniform(90, 220), 3.1, 7, OPEN[node] * .4)
        a.go(port)
        a.stay(rng.uniform(20, 90))
    a.trade([port], END, (50, 100))
    b.follow(a, .28, 90)
    tell(sea, "pair_trawlers", [("trawler", a), ("trawler", b)], [("ground", node)], out, out + 4 * DAY, None, "Pair trawling.")


@story("squid_fleet", 1, 2)
def squid_fleet(sea: Sea, rng: np.random.Generator) -> None:
    """Squid jiggers and the reefer that takes their catch; most of them silent for most of the time."""
    node, flag, port = [("ejm", "CN", "shidao"), ("ejmn", "RU", "vvo"), ("ejm", "KR", "pohang"), ("ecs1", "CN", "beilun")][int(rng.integers(4))]
    reefer = sea.ship(rng, "reefer", one(rng, [flag, "PA", "KH"]), port)
    reefer.until(rng.uniform(2, 6) * DAY)
    ships, b = [("reefer", reefer)], 0.0
    for _ in range(int(rng.integers(3, 6))):
        j = sea.ship(rng, "fishing", flag, port)
        j.sail(node, None, offset(NODE[node][:2], OPEN[node] * .5, rng.uniform(0, 360)))
        j.wander(rng.uniform(40, 150), 1.2, 2, 14)
        j.until(reefer.t)
        b, e, spot = sea.meet(reefer, j, node, rng.uniform(2, 7))
        j.wander(max(1, min(300, (END - j.t) / HOUR)), 1.2, 2, 14)
        fade(j, rng, 3 * DAY, 28 * DAY, .7)
        ships.append(("jigger", j))
    reefer.load(True)
    reefer.trade([port, one(rng, ["shidao", "busan", "dalian"])], END)
    tell(sea, "squid_fleet", ships, [("transfer", node, spot)], b, e, "squid", "Catch to a reefer at sea.")


@story("net_buoys", 5, 8)
def net_buoys(sea: Sea, rng: np.random.Generator) -> None:
    """AIS beacons on drift nets, with voltages for names."""
    node = one(rng, ["ysm", "yss", "jse2", "kb", "ecs1", "ys1"])
    tr = sea.ship(rng, "fishing", "CN", node)
    tr.say("name", f"{rng.integers(10, 99999)}-{rng.integers(40, 99)}%", -.5)
    tr.names = [(str(tr.said["name"][-1][1]), tr.hull.mmsi, None, "CN")]
    tr.pos = offset(tr.pos, rng.uniform(0, 6), rng.uniform(0, 360))
    tr.vert.clear()
    tr.drift(END, 0)
    tr.dark.append((0, rng.uniform(0, 10) * DAY))


@story("tug_and_tow", 2, 4)
def tug_and_tow(sea: Sea, rng: np.random.Generator) -> None:
    """A tug with a barge that has its own set, or a tug to a ship with a broken engine."""
    ports = [["busan", "wai"], ["dalian", "taicang"], ["vvo", "busan"], ["moji", "niigata"], ["incheon", "weihai"], ["dalian", "nampo"]][int(rng.integers(6))]
    tug = sea.ship(rng, "tug", one(rng, ["CN", "KR", "RU", "JP"]), ports[0])
    tow = sea.ship(rng, "barge", tug.hull.flag, ports[0])
    tug.until(rng.uniform(0, 10) * DAY)
    begin = tug.t
    tug.go(ports[1], None, 5.5)
    end = tug.t
    tow.follow(tug, .05, 200)
    tell(sea, "tug_and_tow", [("tug", tug), ("tow", tow)], [("left", ports[0]), ("port", ports[1])], begin, end, None, "Tow.")
    for x in (tug, tow):
        x.trade([ports[1]], END, (50, 200))


@story("broken_engine", 1, 3)
def broken_engine(sea: Sea, rng: np.random.Generator) -> None:
    """A coaster drifts with a broken engine; another ship or tug comes alongside to help."""
    node, port = [("ysm", "qingdao"), ("yss", "lyg"), ("ejm", "busan"), ("ecs1", "beilun"), ("ys1", "dalian"), ("ejmn", "vvo")][int(rng.integers(6))]
    lame, help_ = sea.ship(rng, one(rng, ["coaster", "tanker"]), one(rng, THIRD + (["KP"] if port != "busan" else ["RU"])), port), sea.ship(rng, one(rng, ["tug", "coaster"]), "RU" if port == "vvo" else "KR" if port == "busan" else "CN", port)
    lame.until(rng.uniform(0, 12) * DAY)
    lame.go(node, spot=offset(NODE[node][:2], rng.uniform(0, OPEN[node] * .6), rng.uniform(0, 360)))
    lame.stay(rng.uniform(10, 40))
    help_.until(lame.t)
    b, e, spot = sea.meet(lame, help_, node, rng.uniform(4, 20), spot=lame.pos)
    tell(sea, "broken_engine", [("ship", lame), ("helper", help_)], [("transfer", node, spot)], b, e, None, "Engine trouble; alongside for spares or the tow line.")
    for x in (lame, help_):
        x.trade([port, one(rng, CN_NORTH)], END)


@story("close_pass", 2, 4)
def close_pass(sea: Sea, rng: np.random.Generator) -> None:
    """A ship goes slowly by another that drifts, within a few cables, and one of them is a DPRK ship now and then."""
    node = one(rng, ["ysm", "yss", "ejm", "ecs1", "ys1"])
    home = {"ejm": ["chongjin", "vvo"]}.get(node, ["nampo", "qingdao"])
    still = sea.ship(rng, one(rng, ["tanker", "coaster"]), one(rng, THIRD + ["CN"]), home[1])
    still.until(rng.uniform(0, 10) * DAY)
    still.go(node, spot=offset(NODE[node][:2], rng.uniform(0, OPEN[node] * .7), rng.uniform(0, 360)))
    spot = still.pos
    still.stay(rng.uniform(20, 60))
    goer = sea.ship(rng, one(rng, ["tanker", "coaster"]), one(rng, ["KP", "CN", "KH"]), home[0])
    need = goer.sail(node, goer.hull.knots, spot, dry=True)
    goer.until(max(0, still.t - rng.uniform(8, 20) * HOUR - need))
    when = goer.t + need
    goer.sail(node, goer.hull.knots, offset(still.where(when), rng.uniform(.1, .5), rng.uniform(0, 360)))
    tell(sea, "close_pass", [("ship", still), ("ship", goer)], [("passed", node, goer.pos)], goer.t - 1200, goer.t + 1200, None, "Only passed by, to look or for lack of care.")
    goer.trade([home[1], home[0]] if goer.hull.flag == "KP" else [home[1], "busan"], END)
    still.trade([home[1], "busan"], END)


@story("gps_trouble", 2, 3)
def gps_trouble(sea: Sea, rng: np.random.Generator) -> None:
    """Jamming near the line off Incheon shifts positions for hours, at times towards the DPRK."""
    tr = sea.ship(rng, one(rng, ["coaster", "tanker", "container"]), one(rng, ["KR", "CN", "PA"]), one(rng, ["incheon", "pyeongtaek", "daesan"]))
    port = tr.node
    tr.trade([port, one(rng, CN_NORTH)], END)
    near = [v[0] for v in tr.vert if v[2] > 125.2 and 2 * DAY < v[0] < END - DAY]
    a = near[int(rng.integers(len(near)))]
    b = a + rng.uniform(2, 9) * HOUR
    tr.shift = [(a, b, float(rng.uniform(.1, .5)), float(rng.uniform(-.8, .1)))]
    tell(sea, "gps_trouble", [("ship", tr)], [("port", port)], a, b, None, "Positions shifted by jamming; she may seem to leap, even over land.")


@story("foreign_fishing_zone", 2, 3)
def foreign_fishing_zone(sea: Sea, rng: np.random.Generator) -> None:
    """Chinese boats off the DPRK's east coast, silent there (other sanctions trouble, but no cargo), and DPRK boats."""
    flag, port = one(rng, ["CN", "CN", "KP"]), one(rng, ["shidao", "busan"])
    tr = sea.ship(rng, "fishing", flag, "wonsan" if flag == "KP" else port)
    tr.until(rng.uniform(0, 5) * DAY)
    tr.sail("ej0", None, offset(NODE["ej0"][:2], rng.uniform(2, 10), rng.uniform(0, 360)))
    begin = tr.t
    tr.wander(rng.uniform(150, 350), 2.5, 4, 13)
    tr.dark.append((begin - rng.uniform(5, 40) * HOUR, tr.t + rng.uniform(-20, 20) * HOUR))
    tell(sea, "foreign_fishing_zone", [("boat", tr)], [("ground", "ej0")], begin, tr.t, None, "Fishing off the DPRK; no cargo from a port.")
    tr.trade(["wonsan" if flag == "KP" else port], END, (60, 200))


@story("russian_trade", 5, 7)
def russian_trade(sea: Sea, rng: np.random.Generator) -> None:
    """Russian coal, timber, crab and scrap to Korea, Japan and China, along the same lanes as from Chongjin."""
    ports = [one(rng, RUSSIA), one(rng, ["pohang", "donghae", "niigata", "sakai", "rizhao", "lanshan", "busan", "toyama", "otaru"])]
    tr = sea.ship(rng, one(rng, ["bulk", "coaster", "reefer"]), one(rng, ["RU", "KH", "SL", "TG", "PA", "CN", "MN"]), ports[0])
    tr.trade(ports, END, wait=.5)
    a = rng.uniform(1, 20) * DAY
    off = fade(tr, rng, a, a + 4 * DAY, .35)
    tell(sea, "russian_trade", [("carrier", tr)], [("load", ports[0]), ("discharge", ports[1])], 0, END, one(rng, ["coal", "timber", "scrap", "crab"]), "From Russian ports, passing the DPRK's coast." + off)


@story("korea_bay_transit", 3, 5)
def korea_bay_transit(sea: Sea, rng: np.random.Generator) -> None:
    """Dandong's own coal, corn and ore trade, which passes within some miles of Nampo's approaches."""
    tr = sea.ship(rng, one(rng, ["coaster", "bulk", "barge"]), one(rng, ["CN", "CN", "SL", "KH"]), "dandong")
    other = one(rng, ["taicang", "beilun", "incheon", "lyg", "rizhao", "pyeongtaek"])
    tr.trade(["dandong", other], END, wait=.6)
    a = rng.uniform(1, 20) * DAY
    off = fade(tr, rng, a, a + 3 * DAY, .4)
    tell(sea, "korea_bay_transit", [("carrier", tr)], [("load", "dandong"), ("discharge", other)], 0, END, "coal", "Chinese goods from Dandong; never in a DPRK port." + off)


@story("dprk_liner", 1, 2)
def dprk_liner(sea: Sea, rng: np.random.Generator) -> None:
    """Container or passenger ship between DPRK and foreign ports with allowed goods."""
    ports = [["nampo", "dalian"], ["rajin", "vvo"], ["rajin", "vvo"], ["nampo", "longkou"]][int(rng.integers(4))]
    tr = sea.ship(rng, one(rng, ["coaster", "ferry"]), "KP", ports[0], float(rng.uniform(85, 125)))
    tr.trade(ports, END, (24, 70), .2)
    tell(sea, "dprk_liner", [("liner", tr)], [("port", p) for p in ports], 0, END, "containers and passengers", "Regular liner.")


@story("survey_or_patrol", 3, 5)
def survey_or_patrol(sea: Sea, rng: np.random.Generator) -> None:
    """Coast guard, cable and research ships go to and fro, stop, and follow others."""
    node, port, flag = [("ysm", "qingdao", "CN"), ("ejs2", "busan", "KR"), ("ecs1", "wai", "CN"), ("ejm", "niigata", "JP"), ("ejmn", "vvo", "RU"), ("ys1", "incheon", "KR"), ("ieo", "hakata", "JP")][int(rng.integers(7))]
    tr = sea.ship(rng, one(rng, ["survey", "patrol"]), flag, port)
    tr.until(rng.uniform(0, 5) * DAY)
    while tr.t < END:
        tr.sail(node, None, NODE[node][:2])
        tr.wander(rng.uniform(40, 150), rng.uniform(4, 9), 12, OPEN[node] * .6, 0)
        tr.go(port)
        tr.stay(rng.uniform(30, 120))


@story("sand_dredger", 2, 3)
def sand_dredger(sea: Sea, rng: np.random.Generator) -> None:
    """Lawful sand from Korean or Chinese grounds, some near the line."""
    roads, port, flag = [("icroads", "incheon", "KR"), ("ddroads", "dandong", "CN"), ("zsroads", "beilun", "CN"), ("lvhua", "taicang", "CN")][int(rng.integers(4))]
    tr = sea.ship(rng, "dredger", flag, port)
    while tr.t < END:
        tr.load(False)
        tr.go(roads)
        tr.wander(rng.uniform(4, 12), 1.2, .4, .4, 3)
        tr.load(True)
        tr.go(port)
        tr.stay(rng.uniform(6, 40))
    tell(sea, "sand_dredger", [("dredger", tr)], [("ground", roads), ("port", port)], 0, END, "sand", "Licensed sand.")


@story("laid_up", 2, 4)
def laid_up(sea: Sea, rng: np.random.Generator) -> None:
    """Tankers in the roads for weeks with the set on only now and then."""
    roads = one(rng, ["zsroads", "yeoroads", "dlroads", "nproads", "vvroads", "lvhua"])
    tr = sea.ship(rng, "tanker", "KP" if roads == "nproads" else one(rng, THIRD), roads)
    tr.stay(END / HOUR)
    for a in np.sort(rng.uniform(0, 28, 3)):
        tr.dark.append((a * DAY, a * DAY + rng.uniform(10, 90) * HOUR))
    tell(sea, "laid_up", [("ship", tr)], [("wait", roads, tr.pos)], 0, END, None, "Laid up or held by a court.")


@story("ferry", 4, 6)
def ferry(sea: Sea, rng: np.random.Generator) -> None:
    """Passenger lines."""
    ports = [["incheon", "weihai"], ["busan", "hakata"], ["incheon", "dandong"], ["vvo", "donghae"], ["dalian", "yantai"], ["incheon", "qingdao"], ["busan", "moji"], ["donghae", "sakai"]][int(rng.integers(8))]
    tr = sea.ship(rng, "ferry", one(rng, ["KR", "CN", "PA"]), ports[0])
    tr.trade(ports, END, (5, 12), 0)


@story("harbour_craft", 7, 10)
def harbour_craft(sea: Sea, rng: np.random.Generator) -> None:
    """Tugs and pilots between port and roads."""
    port = one(rng, ["busan", "beilun", "qingdao", "dalian", "vvo", "nakhodka", "ulsan", "rizhao", "incheon", "pohang"])
    tr = sea.ship(rng, one(rng, ["tug", "launch", "tug"]), {"busan": "KR", "ulsan": "KR", "incheon": "KR", "pohang": "KR", "vvo": "RU", "nakhodka": "RU"}.get(port, "CN"), port)
    while tr.t < END:
        tr.stay(rng.uniform(3, 14))
        tr.sail(ROADS[port])
        tr.stay(rng.uniform(.3, 2))
        tr.sail(port)


@story("solo_fishing", 6, 9)
def solo_fishing(sea: Sea, rng: np.random.Generator) -> None:
    """Single fishing boats."""
    node, port, flag = [("ysm", "qingdao", "CN"), ("yss", "gunsan", "KR"), ("ecs2", "wenzhou", "CN"), ("ejs2", "sakai", "JP"), ("ecs1", "jeju", "KR"), ("ieo", "nagasaki", "JP"), ("ejmn", "vvo", "RU"), ("kb", "dandong", "CN")][int(rng.integers(8))]
    tr = sea.ship(rng, "fishing", flag, port)
    while tr.t < END:
        tr.stay(rng.uniform(10, 90))
        tr.sail(node, None, offset(NODE[node][:2], rng.uniform(0, OPEN[node] * .6), rng.uniform(0, 360)))
        tr.wander(rng.uniform(50, 200), 3, 5, OPEN[node] * .35)
        tr.go(port)


# -- ordinary trade and the whole ----------------------------------------------------------------------------------------------
def ordinary(sea: Sea, rng: np.random.Generator) -> None:
    """The many ships that nobody would look at twice."""
    line = int(rng.integers(9))
    kind, flags, pools = [("container", ["CN", "HK", "PA", "LR", "KR"], [CN_NORTH, KOREA, JAPAN, ["yangshan", "beilun"], ["pac", "south", "pac2"]]),
                          ("container", ["CN", "HK", "KR", "SG"], [["yangshan", "beilun"], KOREA[:4], ["qingdao", "dalian", "tianjin"]]),
                          ("bulk", ["CN", "HK", "PA"], [["qhd", "jingtang", "caofei", "tianjin"], ["taicang", "beilun", "wai", "fuzhou"]]),
                          ("bulk", ["LR", "MH", "PA", "KR", "HK"], [["south", "pac"], ["gwangyang", "pohang", "caofei", "qingdao", "rizhao", "beilun"]]),
                          ("coaster", ["CN", "KR", "KH", "SL", "PA"], [CN_NORTH, KOREA]),
                          ("coaster", ["KR", "JP", "PA"], [KOREA, JAPAN]),
                          ("coaster", ["CN", "CN", "BZ"], [CN_NORTH, CN_SOUTH]),
                          ("tanker", ["KR", "CN", "JP", "PA", "HK", "SG"], [OIL, OIL, ["beilun", "wai", "tianjin", "moji", "niigata"]]),
                          ("crude", ["LR", "PA", "MH", "HK"], [["south"], ["ulsan", "daesan", "qingdao", "beilun", "gwangyang"]])][line]
    ports = [one(rng, p) for p in pools]
    tr = sea.ship(rng, kind, one(rng, flags), ports[0])
    tr.laden = bool(rng.random() < .5)
    tr.until(rng.uniform(0, 50) * HOUR)
    tr.trade(ports, END, (10, 26) if kind == "container" else (18, 60))


def build(seed: int, wanted: int | None, hulls: int = 250) -> Sea:
    """Tell the innocent stories, then the hidden ones, then fill up with ordinary ships."""
    sea = Sea(seed)
    for k, (_, low, high, tale) in enumerate(STORIES):
        for i in range(int(np.random.default_rng([seed, 10, k]).integers(low, high + 1))):
            tale(sea, np.random.default_rng([seed, 11, k, i]))
    draw = np.random.default_rng([seed, 20])
    count = int(draw.integers(0, 31))
    count = count if wanted is None else wanted
    menu = [(smuggle, "delivery", .24), (oil_in, "delivery", .07), (smuggle, "dark_voyage", .21), (oil_in, "dark_voyage", .05), (oil_at_sea, "transfer", .16), (coal_at_sea, "transfer", .1), (smuggle, "laundered_delivery", .17)]
    p = np.array([m[2] for m in menu])
    tries = 0
    while len(sea.hidden) < count and tries < 200:
        tale, kind, _ = menu[int(draw.choice(len(menu), p=p / p.sum()))]
        rng, tries, mark = np.random.default_rng([seed, 21, tries]), tries + 1, len(sea.tracks)
        if tale is oil_at_sea:
            done = oil_at_sea(sea, rng, kind, count - len(sea.hidden))
        else:
            done = tale(sea, rng, kind)
        if not done:
            del sea.tracks[mark:]
    i = 0
    while len(sea.tracks) < hulls:
        ordinary(sea, np.random.default_rng([seed, 30, i]))
        i += 1
    return sea


# -- reception -----------------------------------------------------------------------------------------------------------
class Ears:
    """Shore stations and satellites."""

    def __init__(self, seed: int) -> None:
        rng = np.random.default_rng([seed, 77])
        sites = [(*NODE[p.node][:2], p.radius) for p in PORT.values() if p.radius] + [s for s in MORE_RECEIVERS if s[2]]
        self.lat, self.lon, self.radius = (np.array(c) for c in zip(*sites))
        self.radius = self.radius * rng.uniform(.85, 1.15, len(sites))
        self.out = [[(t, t + rng.uniform(3, 60) * HOUR) for t in rng.uniform(0, END, rng.poisson(1.1))] for _ in sites]
        self.air = rng.uniform(.8, 1.25, 31 * 4)
        gaps = rng.uniform(18, 60, 1900) * 60
        self.passes = np.cumsum(gaps)
        self.passes = self.passes[self.passes < END]
        self.blind = [(t, t + rng.uniform(5, 14) * HOUR) for t in rng.uniform(0, END, 2)]

    def shore(self, t: np.ndarray, lat: np.ndarray, lon: np.ndarray, scale: float) -> np.ndarray:
        """Which of the positions some shore station hears."""
        heard = np.zeros(len(t), bool)
        near = np.flatnonzero((self.lat > lat.min() - 1.2) & (self.lat < lat.max() + 1.2) & (self.lon > lon.min() - 1.5) & (self.lon < lon.max() + 1.5))
        air = self.air[(t // (6 * HOUR)).astype(int)]
        for i in near:
            d = np.hypot((lat - self.lat[i]) * 60, (lon - self.lon[i]) * 60 * math.cos(math.radians(self.lat[i])))
            ok = d < self.radius[i] * scale * (air if scale > .5 else 1)
            for a, b in self.out[i]:
                ok &= (t < a) | (t > b)
            heard |= ok
        return heard


def reports(tr: Track, ears: Ears) -> dict[str, np.ndarray] | None:
    """The rows that the vendor has of one hull."""
    rng = np.random.default_rng([tr.sea.seed, 5, tr.hull.mmsi % 10**6])
    v = np.array(tr.vert)
    keep = np.concatenate([np.diff(v[:, 0]) > 1e-6, [True]])
    v = v[keep]
    at = lambda t: (np.interp(t, v[:, 0], v[:, 1]), np.interp(t, v[:, 0], v[:, 2]))  # noqa: E731
    step = rng.uniform(200, 520)
    t = np.cumsum(step * rng.uniform(.7, 1.3, int(END / step * 1.3)))
    t = t[t < END]
    lat, lon = at(t)
    shore = t[ears.shore(t, lat, lon, .45 if tr.class_b else tr.faint ** .3) & (rng.random(len(t)) < (.7 if tr.class_b else .88))]
    p = np.repeat(ears.passes, 2) + rng.uniform(0, 700, 2 * len(ears.passes))
    p = p[p < END]
    lat, lon = at(p)
    crowd = np.where((lon < 127.5) & (lat < 39.2), .42, np.where(lat < 35.5, .5, .6))
    chance = crowd * tr.faint * (.22 if tr.class_b else 1)
    sat = rng.random(len(p)) < chance
    for a, b in ears.blind:
        sat &= (p < a) | (p > b)
    t = np.unique(np.concatenate([shore, p[sat]]).astype(np.int64))
    for a, b in tr.dark:
        t = t[(t < a) | (t > b)]
    t = t[np.concatenate([[True], np.diff(t) > 100])] if len(t) else t
    if not len(t):
        return None
    lat, lon = at(t)
    box = (lat > 24.05) & (lat < 50) & (lon < 142.4) & ~((lon > 131.7) & (lat < 33.4))
    t, lat, lon = t[box], lat[box], lon[box]
    if not len(t):
        return None
    idx = np.clip(np.searchsorted(v[:, 0], t, "right") - 1, 0, len(v) - 1)
    (la0, lo0), (la1, lo1) = at(t - 45.0), at(t + 45.0)
    north, east = (la1 - la0) * 60, (lo1 - lo0) * 60 * np.cos(np.radians(lat))
    sog = np.hypot(north, east) / 90 * 3600
    still = sog < .35
    cog = np.where(still, rng.uniform(0, 360, len(t)) if rng.random() < .6 else rng.normal(200, 25, len(t)) % 360, (np.degrees(np.arctan2(east, north)) + rng.normal(0, 1.2, len(t))) % 360)
    moored = still & (np.hypot(*(np.array(at(t + 1800.0)) - np.array([lat, lon]))) < 1e-6)
    tide = (rng.uniform(0, 360) + 360 * t / (12.42 * HOUR) + rng.normal(0, 8, len(t))) % 360
    berth = (np.floor(v[idx, 1] * 1e4) * 37 + np.floor(v[idx, 2] * 1e4) * 91) % 360
    head = np.where(moored, berth, np.where(sog < 1.6, tide, (cog + rng.normal(0, 2.5, len(t))) % 360))
    sog = np.where(moored, np.abs(rng.normal(0, .05, len(t))), np.abs(sog + rng.normal(0, .12, len(t))))
    lat, lon = lat + rng.normal(0, 6e-5, len(t)), lon + rng.normal(0, 7e-5, len(t))
    for a, b, dlat, dlon in tr.shift:
        m = (t > a) & (t < b)
        lat, lon = lat + m * dlat, lon + m * dlon
    no_head = tr.class_b and rng.random() < .8 or rng.random() < .07
    return {"t": t, "lat": lat, "lon": lon, "sog": sog, "cog": cog % 360, "head": np.full(len(t), -1) if no_head else head.astype(int) % 360,
            "status": np.full(len(t), -1) if tr.class_b else v[idx, 3].astype(int)}


def static_cells(tr: Track, t: np.ndarray) -> tuple[list[str], list[str]]:
    """For every row the MMSI and the cells from ship_name on, as they stood at the time."""
    said = {k: sorted(x, key=lambda e: e[0]) for k, x in tr.said.items()}
    cuts = sorted({e[0] for x in said.values() for e in x})
    which = np.searchsorted(np.array(cuts), t, "right") - 1
    heads, tails = [], []
    text = lambda x: "" if x is None else str(x)  # noqa: E731
    for c in cuts:
        now = {k: [e[1] for e in x if e[0] <= c][-1] if x[0][0] <= c else None for k, x in said.items()}
        length, width = now["size"]
        draught = now["draught"]
        heads.append(str(now["mmsi"]))
        tails.append(",".join([text(now["name"]), text(now["imo"]), text(now["callsign"]), text(now["type"]), text(length), text(width), "" if draught is None else f"{draught:.1f}", text(now["destination"])]))
    return [heads[i] for i in which], [tails[i] for i in which]


def write(sea: Sea, folder: Path) -> int:
    """Write the daily files and the key; returns the number of rows."""
    ears = Ears(sea.seed)
    clock = [f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}Z" for s in range(86400)]
    days = [(START + timedelta(days=d)).strftime("%Y-%m-%d") for d in range(30)]
    rows: list[list[tuple[int, str]]] = [[] for _ in days]
    heard: dict[int, np.ndarray] = {}
    for tr in sea.tracks:
        r = reports(tr, ears)
        heard[id(tr)] = r["t"] if r else np.zeros(0, int)
        if not r:
            continue
        heads, tails = static_cells(tr, r["t"])
        blank = np.random.default_rng([sea.seed, 6, tr.hull.mmsi % 10**6]).random(len(heads)) < .004
        for t, la, lo, s, c, h, n, head, tail, no in zip(r["t"].tolist(), r["lat"].tolist(), r["lon"].tolist(), r["sog"].tolist(), r["cog"].tolist(), r["head"].tolist(), r["status"].tolist(), heads, tails, blank.tolist()):
            d, sec = divmod(t, 86400)
            rows[d].append((sec, f"{head},{days[d]}T{clock[sec]},{la:.5f},{lo:.5f},{s:.1f},{c:.1f},{'' if h < 0 else h},{'' if n < 0 else n},{tail if not no else ',,,,,,,'}\n"))
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for day, lines in zip(days, rows):
        lines.sort(key=lambda x: x[0])
        files[f"strange-{day}.csv"] = len(lines)
        with open(folder / f"strange-{day}.csv", "w", encoding="ascii") as f:
            f.write(HEADER + "\n")
            f.writelines(x[1] for x in lines)
    for a in sea.hidden:
        side = 3 * HOUR if a["kind"] == "transfer" else DAY
        n = [int(((heard[id(tr)] >= a["begin"] - side) & (heard[id(tr)] <= a["end"] + side)).sum()) for tr in a["_tracks"]]
        if (sum(n) if a["kind"] == "transfer" else n[0]) < 3 and not a["note"].startswith("UNSEEABLE"):
            a["note"] = "UNSEEABLE hardly a report was received around the act. " + a["note"]
    strip = lambda acts: [{k: x for k, x in a.items() if k != "_tracks"} for a in acts]  # noqa: E731
    (folder / "key.json").write_text(json.dumps({"files": files, "hidden": strip(sea.hidden), "innocent": strip(sea.innocent)}, indent=1))
    return sum(files.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("seed", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--hidden", type=int, default=None, help="how many acts to hide (default: drawn from the seed)")
    args = parser.parse_args()
    sea = build(args.seed, args.hidden)
    rows = write(sea, args.folder)
    print(f"{args.folder}: {len(sea.tracks)} hulls, {rows} rows, {len(sea.hidden)} hidden, {len(sea.innocent)} innocent acts noted")


if __name__ == "__main__":
    main()
