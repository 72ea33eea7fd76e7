#!/usr/bin/env python3
"""A month of AIS in the Yellow Sea, East China Sea and Sea of Japan, as a chartering desk would tell it."""
import sys, os, json, copy, heapq, math
import numpy as np
H = 3600.0; D = 86400.0; END = 30 * D
R = None
# ---------------------------------------------------------------- sea: nodes (lat, lon, freedom nm)
N = {
 'tjr':(38.88,118.05,1.5),'bh1':(38.75,118.9,2),'bh2':(38.62,119.9,2.5),'qhr':(39.78,119.85,1.2),'jtr':(39.05,119.2,1.2),
 'ldb':(40.15,121.55,1.5),'ldb2':(39.3,120.7,2.5),'jzr':(40.55,121.2,1.2),'lts':(38.55,121.03,0.8),'bh3':(38.25,120.15,1),
 'dlr':(38.86,121.92,1.2),'dls':(38.58,121.75,1.5),'ncy2':(38.58,122.8,1.2),'ncy':(38.3,122.7,3.5),'ytr':(37.72,121.58,1.2),
 'whr':(37.62,122.30,0.8),'csn':(37.58,122.98,1.0),'cse':(37.2,123.05,1.5),'sdo':(36.7,122.8,2.0),'sdr':(36.80,122.50,0.8),
 'lkr':(37.80,120.22,1.0),'qdr':(35.95,120.45,1.0),'qdo':(35.8,120.8,2),'rzr':(35.32,119.85,1.5),'lsr':(35.08,119.68,1.3),
 'lyr':(34.85,119.85,1.5),'ysw':(35.25,120.75,3),'ysm':(35.0,122.5,5),'yss':(33.4,123.3,5),'ym':(36.5,124.0,5),'ymn':(37.35,123.9,3),
 'ymc':(35.0,124.0,5),'yz':(31.10,122.6,1.5),'yz1':(31.15,122.2,0.2),'yz2':(31.25,121.9,0.1),'ecn':(31.2,123.3,4),'ecm':(30.4,124.6,6),
 'ecs':(28.0,123.0,6),'ec1':(29.7,123.0,3),'xzm':(29.70,122.48,0.5),'xz1':(29.80,122.22,0.15),'xz2':(29.90,122.03,0.15),
 'zsr':(30.08,122.85,2.0),'wzr':(27.9,121.35,1),'wzo':(27.8,122.2,3),'tsn':(25.9,120.75,2),'klr':(25.35,121.8,1),'etw':(25.9,122.8,4),
 'tsm':(24.35,119.55,3),'tcr':(24.30,120.30,1),'xmr':(24.22,118.30,0.5),'tss':(22.9,119.0,3),'khr':(22.52,120.12,1),'fzr':(26.0,120.1,0.8),
 'ecx':(31.6,125.2,5),'ecy':(32.4,124.9,5),
 'ic1':(37.33,126.55,0.1),'ic2':(37.18,126.42,0.2),'ic3':(37.05,126.28,0.2),'ic4':(36.88,125.92,0.5),'kw':(36.7,125.4,2.5),
 'pt1':(37.03,126.60,0.1),'pt2':(37.06,126.44,0.1),'gsr':(35.95,126.25,0.6),'kw2':(35.9,125.4,3),'sw':(34.3,124.6,3),'jjw':(33.45,125.7,2),
 'jjs':(32.9,126.5,2.5),'jjn':(33.74,126.45,0.8),'jje':(33.75,127.3,1.5),'yk':(34.3,128.2,1.5),'gy1':(34.75,127.82,0.15),'gy2':(34.55,127.95,0.5),
 'bss':(34.85,129.06,0.6),'bsr':(35.0,129.07,0.5),'ksn':(34.92,129.35,1.0),'ulo':(35.45,129.72,1.5),'ulr':(35.46,129.48,0.4),
 'pho':(36.12,129.85,1.5),'phr':(36.13,129.58,0.3),'dhr':(37.5,129.22,0.5),'ej1':(37.5,129.8,2),'ej2':(36.5,130.3,3),
 'got':(33.3,128.4,1.5),'te0':(33.88,129.32,1.0),'te':(34.35,129.98,2),'hkr':(33.72,130.25,0.3),'hk1':(33.86,130.05,0.6),'mj1':(33.98,130.78,0.2),
 'mj2':(34.1,130.5,1),'sj1':(35.3,130.9,4),'sj2':(36.8,131.8,6),'sj3':(39.0,132.3,9),'svl':(41.5,132.0,6),'snk':(41.7,133.0,6),
 'vl1':(42.75,132.02,1),'vl2':(43.06,131.94,0.15),'nkr':(42.68,132.93,0.7),'slr':(42.78,131.52,0.6),'psr':(42.54,130.92,0.5),'rv':(42.25,131.2,1.5),
 'sne':(43.6,137.6,6),'tat':(46.2,140.9,3),'khl':(46.98,141.85,0.8),
 'rjr':(42.11,130.33,0.5),'rjo':(41.95,130.65,1.5),'cjr':(41.70,129.88,0.7),'cjo':(41.45,130.3,2),'kcr':(40.60,129.32,0.8),'kco':(40.4,130.0,2.5),
 'tar':(40.33,129.05,0.8),'tao':(40.05,129.4,2),'hnr':(39.70,127.75,0.9),'hno':(39.55,128.5,2),'wor':(39.27,127.66,0.8),'wo1':(39.4,128.0,0.8),
 'ejn':(38.9,130.3,5),'ej3':(37.3,131.9,4),
 'npr':(38.63,124.93,1.0),'np1':(38.685,125.13,0.1),'np2':(38.70,125.25,0.1),'npo':(38.62,124.60,1.2),'npw':(38.4,124.1,3),'sg1':(38.705,125.52,0.08),
 'js':(38.05,124.52,0.5),'js2':(38.06,124.74,0.3),'hj1':(37.92,124.95,0.4),'hj2':(37.66,125.12,0.4),'hj3':(37.60,125.42,0.4),'hjr':(37.76,125.68,0.5),
 'ddr':(39.55,123.98,1.0),'dd1':(39.72,124.13,0.3),'ddo':(39.08,123.78,1.5),
 'mzr':(35.70,135.45,0.5),'mzo':(36.1,135.3,2),'nio':(38.45,138.85,1),'ni2':(38.8,137.9,2),'skr':(35.68,133.42,0.5),'sko':(35.9,133.75,1),'oki':(36.75,133.1,3),
 'mid':(36.5,134.6,3),'exs':(22.2,118.2,2),
}
# berths: (lat, lon, roads node, country, name)
B = {
 'Tianjin':(38.97,117.83,'tjr','CN'),'Jingtang':(39.19,119.03,'jtr','CN'),'Qinhuangdao':(39.90,119.64,'qhr','CN'),'Bayuquan':(40.28,122.03,'ldb','CN'),
 'Jinzhou':(40.79,121.07,'jzr','CN'),'Dalian':(38.945,121.70,'dlr','CN'),'Yantai':(37.585,121.40,'ytr','CN'),'Weihai':(37.49,122.17,'whr','CN'),
 'Shidao':(36.875,122.43,'sdr','CN'),'Longkou':(37.665,120.30,'lkr','CN'),'Qingdao':(36.05,120.30,'qdr','CN'),'Rizhao':(35.38,119.57,'rzr','CN'),
 'Lanshan':(35.09,119.38,'lsr','CN'),'Lianyungang':(34.755,119.46,'lyr','CN'),'Shanghai':(31.37,121.62,'yz','CN'),'Ningbo':(29.945,121.88,'xzm','CN'),
 'Zhoushan roads':(30.10,122.88,'zsr','CN'),'Wenzhou':(27.95,121.0,'wzr','CN'),'Xiamen':(24.43,118.06,'xmr','CN'),'Fuzhou roads':(26.03,119.9,'fzr','CN'),
 'Dandong':(39.83,124.165,'ddr','CN'),'Keelung':(25.155,121.75,'klr','TW'),'Taichung':(24.285,120.49,'tcr','TW'),'Kaohsiung':(22.60,120.27,'khr','TW'),
 'Incheon':(37.46,126.60,'ic4','KR'),'Pyeongtaek':(36.98,126.82,'ic4','KR'),'Daesan':(37.02,126.37,'ic4','KR'),'Gunsan':(35.965,126.56,'gsr','KR'),
 'Gwangyang':(34.89,127.71,'gy2','KR'),'Busan':(35.085,129.05,'bsr','KR'),'Ulsan':(35.49,129.39,'ulr','KR'),'Pohang':(36.03,129.41,'phr','KR'),
 'Donghae':(37.495,129.145,'dhr','KR'),'Hakata':(33.615,130.37,'hkr','JP'),'Moji':(33.95,130.955,'mj2','JP'),'Maizuru':(35.53,135.36,'mzr','JP'),
 'Niigata':(37.965,139.06,'nio','JP'),'Sakaiminato':(35.55,133.26,'skr','JP'),'Vladivostok':(43.095,131.885,'vl1','RU'),'Nakhodka':(42.80,132.89,'nkr','RU'),
 'Vostochny':(42.745,133.04,'nkr','RU'),'Slavyanka':(42.86,131.40,'slr','RU'),'Posyet':(42.652,130.805,'psr','RU'),'Kholmsk':(47.05,142.03,'khl','RU'),
 'Rajin':(42.235,130.29,'rjr','KP'),'Chongjin':(41.77,129.815,'cjr','KP'),'Kimchaek':(40.665,129.21,'kcr','KP'),'Tanchon':(40.41,128.92,'tar','KP'),
 'Hungnam':(39.82,127.63,'hnr','KP'),'Wonsan':(39.17,127.45,'wor','KP'),'Nampo':(38.715,125.395,'npr','KP'),'Songnim':(38.745,125.625,'npr','KP'),
 'Haeju':(37.985,125.705,'hjr','KP'),
}
E = """tjr-bh1 bh1-bh2 bh1-jtr jtr-bh2 bh2-qhr bh2-lts bh2-bh3 bh3-lkr bh3-lts qhr-ldb2 ldb2-lts ldb-ldb2 ldb-jzr ldb2-bh2 lts-dls dls-dlr lts-ytr lts-csn lts-ncy
dls-csn dls-ncy dls-ytr dlr-ncy2 ncy2-ncy ncy2-ddo ddo-ddr ncy-csn ncy-npw ytr-whr whr-csn csn-cse cse-sdo sdo-sdr csn-ymn csn-npw ymn-npw ymn-cse ymn-ym ymn-kw ymn-js
sdo-qdo qdo-qdr qdo-ysw ysw-rzr ysw-lsr ysw-lyr sdo-ysm sdo-ym cse-ym ysw-ysm ysm-yss ysw-yss ysm-ymc ysm-ym ym-ymc ymc-yss ymc-sw ymc-kw2 ym-kw ym-kw2 yss-yz yss-ecn yss-ecy ecy-ecx
yss-sw yz-yz1 yz1-yz2 yz-zsr zsr-xzm zsr-ec1 yz-ecn ecn-zsr ecn-ecm ecn-ecx ecm-ecx xzm-ec1 xzm-xz1 xz1-xz2 ec1-ecm ec1-ecs ec1-wzo wzo-wzr wzo-ecs wzo-tsn ecs-tsn ecs-etw
ecm-ecs tsn-tsm tsn-klr klr-etw klr-tsn tsn-fzr tsm-tcr tsm-xmr tsm-tss tss-khr tss-exs ecx-jjs ecy-jjw ecx-jjw yss-jjs ecy-jjs
ic1-ic2 ic2-ic3 ic3-ic4 ic4-kw ic3-pt2 pt2-pt1 kw-kw2 kw2-gsr kw2-sw sw-jjw jjw-jjs jjw-jjn jjn-jje jje-yk yk-gy2 gy2-gy1 yk-bss bss-bsr bss-ksn bsr-ksn ksn-ulo ulo-ulr ulo-pho pho-phr pho-ej2 pho-ej1
ej1-dhr jjs-got got-te0 te0-te te0-hk1 hk1-hkr hk1-mj2 te-hk1 te-mj2 mj2-mj1 te-sj1 ksn-sj1 sj1-sj2 sj2-ej3 sj2-sj3 ulo-sj2 ej2-sj2 sj3-svl sj3-snk sj3-sne svl-vl1 vl1-vl2 svl-snk snk-nkr nkr-vl1 svl-rv
rv-slr rv-psr rv-rjo svl-rjo svl-cjo vl1-slr sne-tat tat-khl snk-sne rjr-rjo rjo-cjo cjo-cjr cjo-kco kco-kcr kco-tao tao-tar tao-hno hno-hnr hno-wo1 wo1-wor hnr-wo1 kco-ejn hno-ejn cjo-sj3 kco-sj3 ejn-ej3 ejn-sj2 ejn-sj3
npr-np1 np1-np2 npr-npo npo-npw npo-js npw-js npw-ym js-js2 js2-hj1 hj1-hj2 hj2-hj3 hj3-hjr js-ymn
mzr-mzo mzo-mid mid-oki oki-sj2 oki-sj1 sko-skr sko-oki sko-mid mid-ni2 ni2-nio ni2-snk ni2-sj3 ni2-sne oki-sj3 ejn-ncx""".split()
INNER = {'Nampo':['npr','np1','np2'],'Songnim':['npr','np1','np2','!Nampo','sg1'],'Shanghai':['yz','yz1','yz2'],'Ningbo':['xzm','xz1','xz2'],
 'Incheon':['ic4','ic3','ic2','ic1'],'Pyeongtaek':['ic4','ic3','pt2','pt1'],'Daesan':['ic4','ic3'],'Gwangyang':['gy2','gy1'],
 'Vladivostok':['vl1','vl2'],'Dandong':['ddr','dd1'],'Moji':['mj2','mj1']}
ADJ = {}
def nm(a, b):
    dl = (a[0]-b[0])*60; dm = (a[1]-b[1])*60*math.cos(math.radians((a[0]+b[0])/2)); return math.hypot(dl, dm)
for e in E:
    a, b = e.split('-')
    if a in N and b in N:
        w = nm(N[a], N[b]); ADJ.setdefault(a, []).append((b, w)); ADJ.setdefault(b, []).append((a, w))
_pc = {}
def path(a, b):
    if (a, b) in _pc: return _pc[(a, b)]
    dist = {a: 0}; prev = {}; q = [(0, a)]
    while q:
        d, u = heapq.heappop(q)
        if u == b: break
        if d > dist[u]: continue
        for v, w in ADJ[u]:
            if d+w < dist.get(v, 1e9): dist[v] = d+w; prev[v] = u; heapq.heappush(q, (d+w, v))
    p = [b]
    while p[-1] != a: p.append(prev[p[-1]])
    _pc[(a, b)] = p[::-1]; return _pc[(a, b)]
def plen(a, b):
    p = path(B[a][2] if a in B else a, B[b][2] if b in B else b)
    return sum(nm(N[x], N[y]) for x, y in zip(p, p[1:])) + 20
# ---------------------------------------------------------------- weather: Kong-rey, then the monsoon's northerlies
KONG = np.array([[-1.0,25.5,125.0],[0.0,27.3,125.4],[0.5,29.3,126.0],[1.0,33.0,127.3],[1.13,34.9,128.7],[1.4,37.4,132.4],[1.8,41.0,138.0],[2.2,43.5,143]])
def make_weather():
    global SURGE
    SURGE = [(c+R.normal(0, .2), R.uniform(.5, 1.1), R.uniform(.12, .38)) for c in (5.0, 9.2, 13.5, 18.2, 21.9, 25.3, 28.6)]
def wind(t, lat, lon):
    d = t/D; f = 0.0
    if -1 <= d <= 2.4:
        la = np.interp(d, KONG[:,0], KONG[:,1]); lo = np.interp(d, KONG[:,0], KONG[:,2])
        x = nm((la, lo), (lat, lon)); f = max(f, 0.65*math.exp(-(x/190)**2))
    for c, w, s in SURGE:
        z = (d - c - (lon-120)/25.)/w
        if abs(z) < 2: f = max(f, s*math.exp(-z*z))
    return f
# ---------------------------------------------------------------- identities
MIDS = {'KP':['445'],'CN':['412','413','414'],'HK':['477'],'KR':['440','441'],'JP':['431','432'],'RU':['273'],'PA':['370','371','352','354','355'],'TG':['671'],
 'SL':['667'],'KH':['514','515'],'BZ':['312'],'MN':['457'],'PW':['511'],'KM':['620'],'TZ':['677'],'VU':['576'],'TW':['416'],'LR':['636'],'MH':['538'],
 'SG':['563','564','565'],'VN':['574'],'DM':['325'],'CK':['518'],'MV':['455'],'FJ':['520'],'TV':['572']}
CSP = {'KP':'HM','CN':'B','HK':'VR','KR':'D','JP':'J','RU':'U','PA':'3F','TG':'5V','SL':'9L','KH':'XU','BZ':'V3','MN':'JV','PW':'T8','KM':'D6','TZ':'5I','VU':'YJ','TW':'BP',
 'LR':'A8','MH':'V7','SG':'9V','VN':'3W','DM':'J7','CK':'E5','MV':'8Q','FJ':'3D','TV':'T2'}
used_m = set(); used_i = set(); used_n = set()
def imo(valid=True):
    while True:
        b = int(R.integers(810000, 979000)) if R.random() < .85 else int(R.integers(730000, 809999))
        s = sum(int(c)*w for c, w in zip(str(b), (7, 6, 5, 4, 3, 2))); k = s % 10
        if not valid: k = (k + int(R.integers(1, 10))) % 10
        v = b*10+k
        if v not in used_i: used_i.add(v); return v
def mmsi(fl):
    while True:
        m = int(str(R.choice(MIDS[fl])) + '%06d' % (R.integers(0, 1000)*1000 + (0 if R.random() < .35 else R.integers(0, 1000))))
        if m not in used_m: used_m.add(m); return m
def cs(fl):
    p = CSP[fl]
    if fl == 'KP': return 'HM' + ''.join(R.choice(list('ABCDEFGHIJKLMNOPQRSTUVWXYZ'), 1)) + str(R.choice(list('ABCDEFGHJKLMNOPQRSTUVWXYZ23456789')))
    return (p + ''.join(R.choice(list('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'), 4)))[:6 if len(p) > 1 else 5]
W1 = dict(
 KP='KUM,UN,RYONG,CHOL,SAM,PAEK,MYONG,HWANG,TAE,SU,CHONG,SONG,JANG,RIM,PU,RAK,WON,KA,TO,HYON,YU,SIN'.split(','),
 KP2='SAN,BONG,GANG,RIM,SONG,HUNG,RA,PHYONG,DONG,CHON,JIN,RYONG,HAE'.split(','),
 CN='XIN,HONG,JIN,HUA,SHUN,FENG,TAI,HAI,YONG,DA,ZHONG,HE,RUI,LIAN,BAO,FU,GUANG,SHENG,YUAN,HENG,AN,CHANG,JI,DE,MING,WEI'.split(','),
 KR='SAEHAN,HANJU,DONGBANG,SUNNY,GOLDEN,NAMHAE,DAEYANG,WOORI,BORYEONG,HANRA,PACIFIC,SEOHAE,KEUMYANG,MIRAE'.split(','), KR2='PIONEER,STAR,ACE,HOPE,HONOR,NO.3,NO.7,FRONTIER,VENUS,BRIDGE,EXPRESS,PRINCE'.split(','),
 JP='KOYO,SHIN,EIKO,TAKASAGO,DAITO,FUKU,MIYA,KISO,AKASHI,HARUNA,SETO,YAMATO,NISSHO,TOYO'.split(','),
 RU='KAPITAN,AKADEMIK,PROFESSOR,PIONER,VASILIY,AMUR,SAKHALIN,USSURI,ZALIV,MYS,LADOGA'.split(','),RU2='VOLKOV,SEMENOV,PRIMORYA,LARIN,DEZHNEV,ANIVA,KRASIN,GREKOV,BORISOV,ORLIK,TERPENIYA'.split(','),
 X='OCEAN,EAST,SEA,BRIGHT,LUCKY,GRAND,ORIENTAL,SILVER,ROYAL,NEW,GREAT,ASIA,CRYSTAL,EVER,FORTUNE,BLUE,NORTH,GLOBAL,TRANS,UNITED,SUN,STAR'.split(','),
 X2='GLORY,HOPE,LINK,BRIDGE,UNITY,DRAGON,WAVE,PEARL,ANGEL,TRADER,PHOENIX,RIVER,HARMONY,LEADER,SUCCESS,WEALTH,VIEW,SKY,MARINER,GRACE,LION'.split(','))
def name(fl, typ=70):
    for _ in range(300):
        c = lambda k: str(R.choice(W1[k]))
        if fl == 'KP': n = c('KP') + ' ' + c('KP2') + (' %d' % R.integers(1, 10) if R.random() < .45 else '')
        elif fl == 'CN' and typ == 30: n = str(R.choice(['LURONGYU','LIAODANYU','ZHELINGYU','SUGANYU','LUWENYU','MINSHIYU','LIAODAZHONGYU','ZHEPUYU'])) + '%d' % R.integers(10000, 69999)
        elif fl in ('CN', 'HK'): n = c('CN') + ' ' + c('CN') + (' %d' % R.choice([1, 2, 3, 6, 7, 8, 9, 16, 18, 19, 58, 66, 68, 77, 88, 99, 168]) if R.random() < .6 else '')
        elif fl == 'KR': n = c('KR') + ' ' + c('KR2') if typ != 30 else 'NO.%d %s' % (R.integers(1, 99), c('KR'))
        elif fl == 'JP': n = c('JP') + ' MARU' + (' NO.%d' % R.integers(1, 38) if R.random() < .4 else '')
        elif fl == 'RU': n = c('RU') + ' ' + c('RU2')
        elif R.random() < .4: n = c('CN') + ' ' + c('CN') + (' %d' % R.integers(1, 20) if R.random() < .3 else '')
        else: n = c('X') + ' ' + c('X2')
        if n not in used_n: used_n.add(n); return n
    n += ' %d' % R.integers(20, 99); used_n.add(n); return n
CODE = dict(Dalian='CNDLC',Nampo='KPNAM',Shanghai='CNSHA',Qingdao='CNTAO',Busan='KRPUS',Incheon='KRINC',Ningbo='CNNGB',Tianjin='CNTXG',Nakhodka='RUNJK',Vladivostok='RUVVO',Rizhao='CNRZH',
 Lianyungang='CNLYG',Ulsan='KRUSN',Pohang='KRKPO',Kaohsiung='TWKHH',Keelung='TWKEL',Hakata='JPHKT',Niigata='JPKIJ',Yantai='CNYNT',Chongjin='KPCHO',Rajin='KPRJN')
def dtext(p):
    r = R.random(); u = p.upper()
    if u.endswith(' ROADS'): u = u[:-6]
    if r < .5: return u
    if r < .62: return CODE.get(p, u)
    if r < .70: return u + ',' + {'CN':'CHINA','KR':'KOREA','JP':'JAPAN','RU':'RUSSIA','KP':'DPRK','TW':'TAIWAN'}[B[p][3]]
    if r < .78: return u[:3] + ' ' + u[3:] if R.random() < .2 else B[p][3] + ' ' + u
    if r < .83: return u + ' OPL'
    if r < .87: return 'FOR ORDERS'
    if r < .91: return u[:-1]
    if r < .95: return None
    return {'CN':'CHINA','KR':'KOREA','JP':'JAPAN','RU':'RUSSIA','KP':'D.P.R.K','TW':'TAIWAN'}[B[p][3]]
# ---------------------------------------------------------------- ships
SHIPS = []; HID = []; INN = []
class V: pass
class Ship:
    def __init__(s, fl, typ, L, W, spd, cls='A', noimo=False, nm_=None, dmax=None, dlt=None):
        s.fl = fl; s.typ = typ; s.L = L; s.W = W; s.spd = spd; s.cls = cls
        s.dmax = dmax or round(L/17. + R.uniform(-.4, .6), 1); s.dlt = dlt or round(s.dmax*R.uniform(.45, .6), 1)
        s.ids = [(-1e9, dict(mmsi=mmsi(fl), name=nm_ or name(fl, typ), imo=None if noimo else imo(), cs='' if noimo and R.random() < .6 else cs(fl), flag=fl, L=L, W=W, typ=typ))]
        r = R.random(); s.dh = 'none' if cls == 'B' else ('prompt' if r < .36 else 'late' if r < .62 else 'never' if r < .80 else 'none' if r < .89 else 'wrong')
        r = R.random(); s.desth = 'none' if cls == 'B' else ('good' if r < .62 else 'late' if r < .8 else 'stale' if r < .93 else 'none')
        s.nav = R.random() < .78 and cls == 'A'; s.gyro = R.random() < (.85 if L > 80 else .45) and cls == 'A'
        s.portoff = R.random() < (.22 if L < 120 and typ in (70, 79) else .03); s.ant = float(np.clip(R.normal(1, .17), .5, 1.35))
        s.clk = float(R.choice([0, 0, 0, 0, 0, 0, R.normal(0, 4), R.normal(0, 60)])); s.off = []; s.K = []; s.ST = []; s.DR = []; s.DE = []
        s.ex = []; s.laden = False; s.side = (R.normal(0, .5), R.normal(0, .5)); s.marks = []; s.flaky = R.random() < .12
        s.grace = 1.0; s.pr = False; SHIPS.append(s)
        s.cur = s.dlt; s.DR.append((-1e9, s.dlt if s.dh != 'none' else None)); s.DE.append((-1e9, None))
    def begin(s, port, t, roads=False):
        s.t = t; s.port = port
        s.pos = (B[port][0] + R.normal(0, .002), B[port][1] + R.normal(0, .0025)) if not roads else s.rpos(port)
        s.at = 'roads' if roads else 'berth'; s.key(); s.st(1 if roads else 5); return s
    def rpos(s, port):
        n = N[B[port][2]]; return (n[0] + R.normal(0, n[2]/60*.8), n[1] + R.normal(0, n[2]/48*.8))
    def key(s): s.K.append((s.t, s.pos[0], s.pos[1]))
    def st(s, c): s.ST.append((s.t, c))
    def hold(s, h, c=None, off=False):
        if h <= 0: return
        if c is None or (c == 5 and s.port.endswith('roads')): c = 1 if s.at == 'roads' or s.port.endswith('roads') else 5
        if s.at == 'berth' and c == 5 and h > 20 and s.portoff and R.random() < .7: s.off.append((s.t + R.uniform(1, 8)*H, s.t + (h - R.uniform(.5, 4))*H))
        s.st(c); s.key(); s.t += h*H; s.key(); 
    def draught(s, d, t=None):
        t = s.t if t is None else t
        if s.dh == 'prompt': s.DR.append((t + R.uniform(-3, 3)*H, round(d, 1)))
        elif s.dh == 'late': s.DR.append((t + R.uniform(5, 70)*H, round(d, 1)))
        elif s.dh == 'wrong' and R.random() < .5: s.DR.append((t + R.uniform(0, 9)*H, round(s.dlt + R.random()*(s.dmax - s.dlt), 1)))
    def load(s, f=1.0): s.laden = True; s.cur = s.dlt + f*(s.dmax - s.dlt) - R.uniform(0, .2); s.draught(s.cur)
    def empty(s, f=0.0): s.laden = f > .2; s.cur = s.dlt + f*(s.dmax - s.dlt); s.draught(s.cur)
    def dest(s, txt):
        if s.desth == 'good': s.DE.append((s.t + R.uniform(-3, .8)*H, txt))
        elif s.desth == 'late': s.DE.append((s.t + R.uniform(2, 20)*H, txt))
        elif s.desth == 'stale' and R.random() < .3: s.DE.append((s.t + R.uniform(-2, 9)*H, txt))
    def to(s, pts, spd, st=0):
        s.st(st); s.key(); ns = 0.0
        for p in pts:
            d = nm(s.pos, p); k = max(1, int(math.ceil(d/7.0))); p0 = s.pos
            for i in range(1, k+1):
                ns = .8*ns + R.normal(0, .025); sens = 1.25 if s.L < 100 else (1.0 if s.L < 180 else .6)
                v = max(1.5, spd*(1 + ns)*(1 - min(.7, sens*wind(s.t, *s.pos))))
                q = (p0[0] + (p[0]-p0[0])*i/k, p0[1] + (p[1]-p0[1])*i/k); s.t += nm(s.pos, q)/v*H; s.pos = q; s.key()
    def npt(s, n):
        a = N[n]; f = a[2]/60.; return (a[0] + float(np.clip(R.normal(0, .55) + s.side[0], -1.4, 1.4))*f, a[1] + float(np.clip(R.normal(0, .55) + s.side[1], -1.4, 1.4))*f*1.2)
    def inner(s, port):
        q = []
        for n in INNER.get(port, []): q.append((B['Nampo'][0]-.012, B['Nampo'][1]+R.normal(0, .003)) if n == '!Nampo' else s.npt(n))
        return q
    def shelter(s):
        if s.L > 150: return
        g = 0
        while wind(s.t + 6*H, *s.pos) > (.27 if s.L < 100 else .42) and g < 20: s.hold(3); g += 1
    def go(s, port, txt='*', spd=None, roads=True, wait=0.0, stop=False):
        """sail to roads of port, wait for a berth, go in.  returns (t leave, t roads, t berth)"""
        spd = spd or s.spd*R.normal(1, .03); s.shelter()
        if s.at == 'berth' and s.port in ('Nampo', 'Songnim') : s.hold(float(R.uniform(0, 7)), 5)   # tide and lock
        if txt == '*': txt = dtext(port)
        s.dest(txt); t0 = s.t
        p = path(B[s.port][2] if s.port in B else s.port, B[port][2]); out = s.inner(s.port)[::-1] if s.at == 'berth' else []
        if out: s.to(out, min(spd, 8.0))
        mid = [s.npt(n) for n in p[1 if (out or s.at == 'roads') else 0:-1]]; s.to(mid, spd)
        r = s.rpos(port); s.to([r], spd*.95); tr = s.t; s.at = 'roads'; s.port = port
        if wait > 0: s.hold(wait)
        if stop: return (t0, tr, None)
        s.berth(spd); return (t0, tr, s.t)
    def berth(s, spd=None):
        spd = spd or s.spd; q = s.inner(s.port)
        if q: s.to(q, min(spd, 8))
        b = B[s.port]
        s.to([(b[0] + R.normal(0, .0015), b[1] + R.normal(0, .002))], min(spd, 6)); s.at = 'berth'; s.st(5)
    def goto(s, pt, txt='*', spd=None, via=None):
        """to a point at sea near graph node via"""
        spd = spd or s.spd; s.shelter()
        if txt != '*': s.dest(txt)
        t0 = s.t; p = path(B[s.port][2] if s.port in B else s.port, via); out = s.inner(s.port)[::-1] if s.at == 'berth' else []
        if out: s.to(out, min(spd, 8))
        s.to([s.npt(n) for n in p[(1 if (out or s.at == 'roads' or s.at == 'sea') else 0):-1]], spd); s.to([pt], spd); s.at = 'sea'; s.port = via; return t0
    def drift(s, h, c=0, rate=.5, follow=None):
        a = R.uniform(0, 6.28); n = max(1, int(h/1.5)); s.st(c); s.key()
        for i in range(n):
            a += R.normal(0, .35); v = rate*h/n/60; s.t += h*H/n; s.pos = (s.pos[0] + v*math.sin(a), s.pos[1] + v*math.cos(a)); s.key()
    def newid(s, t, fl=None, keepimo=False, forge=None, keepname=False, nm_=None):
        o = s.ids[-1][1]; fl = fl or o['flag']
        i = o['imo'] if keepimo else (None if R.random() < .3 else imo(R.random() < .6)) if forge is None else forge
        s.ids.append((t, dict(o, mmsi=mmsi(fl), name=o['name'] if keepname else (nm_ or name(fl)), imo=i, cs=cs(fl), flag=fl))); return s.ids[-1][1]
    def idl(s, role, a=None, b=None):
        out = []
        for k, (t, d) in enumerate(s.ids):
            te = s.ids[k+1][0] if k+1 < len(s.ids) else 1e18
            if a is None or (t < b and te > a): out.append([role, d['name'], d['mmsi'], d['imo'], d['flag']])
        seen = []; [seen.append(x) for x in out if x not in seen]; return seen
    def snap(s): return {k: (copy.copy(v) if isinstance(v, list) else v) for k, v in s.__dict__.items()}
    def back(s, d): s.__dict__.update(d)
def pl(role, p, lat=None, lon=None): return [role, p, B[p][3] if p in B else None, round(lat if lat is not None else B[p][0], 4), round(lon if lon is not None else B[p][1], 4)]
def rec(lst, kind, ships, places, b, e, goods, note, ends=()):
    b = max(0.0, b); e = min(e, END-1)
    if e <= b + H*.3: return None
    r = dict(id='', kind=kind, ships=ships, places=places, begin=int(b), end=int(e), goods=goods, note=note, ends=[int(x) for x in ends if x < END]); lst.append(r); return r
def gam(m, k=2.0): return float(R.gamma(k, m/k))
# ------------------------------------------------ makers
def coaster(fl, kp=False):
    L = int(R.uniform(76, 128) if not kp else R.uniform(70, 140)); return Ship(fl, 79 if R.random() < .3 else 70, L, int(L/6.4), float(R.uniform(8.2, 11.0) if not kp else R.uniform(7.3, 10.2)))
def kpship():
    s = coaster('KP', True); s.ant *= .92; s.portoff = R.random() < .5
    if R.random() < .12: s.ids[0][1]['imo'] = None
    return s
def tanker(fl, small=False):
    L = int(R.uniform(62, 100) if small else R.uniform(90, 145)); return Ship(fl, int(R.choice([80, 80, 82, 84, 89])), L, int(L/6.3), float(R.uniform(9, 12.0)))
def queue(p): # days of waiting for a berth; holiday 1-7 October slows China
    m = {'CN': 1.0, 'KP': 1.1, 'KR': .5, 'JP': .3, 'RU': .8, 'TW': .4}[B[p][3]]; return gam(m*24, 1.2)*(.4 if R.random() < .4 else 1)
def kq(): return gam(20, 1.1)
FOC = ['TG','SL','KH','BZ','MN','PW','KM','TZ','VU','PA','DM','CK','HK']
def fo(): return str(R.choice(FOC))
def dark(s, a, b): s.off.append((a, b))
def frac(a, b, f): return a + (b-a)*f
CNW = ['Dalian','Longkou','Yantai','Weihai','Shidao','Qingdao','Rizhao','Lanshan','Lianyungang','Bayuquan','Dandong','Shanghai','Ningbo','Jinzhou','Tianjin','Jingtang']
# ---------------------------------------------------------------- hidden acts: each returns record or None when the month is too short
def fin_ok(s): return s.t < END - 4*H
def leg_origin(east):
    if east: return str(R.choice(['Chongjin','Chongjin','Kimchaek','Wonsan','Hungnam','Tanchon','Rajin']))
    return str(R.choice(['Nampo','Nampo','Nampo','Songnim','Songnim','Songnim','Haeju']))
def goods_of(o):
    if o in ('Chongjin','Tanchon'): return str(R.choice(['coal','coal','iron ore']))
    if o == 'Haeju': return str(R.choice(['sand','coal','iron ore']))
    return 'coal'
def between(s, until, back=None):
    """ordinary coasting until the given time; the ship comes back to its port if asked"""
    east = B[s.port][3] in ('RU','JP') or s.port in ('Pohang','Donghae'); small = s.spd < 8
    pool = ['Vladivostok','Nakhodka','Busan','Donghae','Slavyanka'] if east else ['Dalian','Dandong','Bayuquan','Longkou','Yantai','Weihai','Shidao'] if small else ['Dalian','Bayuquan','Longkou','Yantai','Shidao','Qingdao','Rizhao','Lianyungang','Incheon','Shanghai']
    if s.typ >= 80 and s.typ < 90: pool = ['Vladivostok','Nakhodka','Busan','Ulsan'] if east else ['Dalian','Qingdao','Ningbo','Longkou','Daesan','Kaohsiung','Keelung']
    p0 = s.port; two = [str(x) for x in R.choice(pool, 2, replace=False)]; i = 0; ld = R.random() < .5
    while s.t < until:
        q = two[i % 2] if R.random() < .75 else p0; i += 1
        if q == s.port: s.hold(R.uniform(8, 50)); continue
        s.load(R.uniform(.5, 1)) if ld else s.empty(); ld = not ld
        a = s.go(q, wait=queue(q)*.7); s.hold(R.uniform(14, 60))
        if R.random() < .12 and a[1] - a[0] > 20*H and s.L < 150: dark(s, frac(a[0], a[1], R.uniform(.1, .5)), frac(a[0], a[1], R.uniform(.55, .9)))
    if back and s.port != back: s.empty(); s.go(back, wait=queue(back)*.5); s.hold(R.uniform(10, 40))
def after(s):
    if s.t >= END: return
    if s.fl != 'KP': 
        if R.random() < .85: between(s, END)
    elif R.random() < .6 and s.t < END - 5*D and B[s.port][3] != 'KP':
        west = s.port not in ('Vladivostok','Nakhodka','Kholmsk','Posyet','Slavyanka'); d = ('Nampo' if west else 'Chongjin'); p0 = s.port
        if s.at == 'roads' and R.random() < .7 and not p0.endswith('roads'): s.berth()
        tb = s.t; s.hold(R.uniform(20, 60)); s.load(R.uniform(.5, 1)); s.go(d, wait=kq()); s.hold(R.uniform(30, 90)); s.empty()
        if s.t < END: rec(INN, 'delivery', s.idl('carrier', tb, s.t), [pl('origin', p0), pl('destination', d)], tb, s.t, 'rice, fertiliser or oil cake', 'lawful return cargo of food or fertiliser into the DPRK', [s.t])
    if s.t < END: s.hold((END - s.t)/H + 5)
def act_delivery(s, cfg, kind='delivery'):
    """one voyage: ballast in, load, out, discharge.  cfg fixes the trade so that a ship repeats it."""
    o, d, mode, g = cfg['o'], cfg['d'], cfg['mode'], cfg['g']; fake = cfg['fake']; base = len(s.off); s.portoff = s.portoff and mode != 'open'
    inb = s.go(o, txt=fake[0], wait=kq()*(.4 if mode == 'quick' else 1)); tb = s.t; s.off = s.off[:base] if mode == 'open' else s.off
    h = float(R.uniform(20, 90)) if g != 'sand' else float(R.uniform(9, 30)); h += 14 if abs(s.t/D - 5.2) < 1 and R.random() < .8 else 0; s.hold(h); s.load(R.uniform(.8, 1)); tl = s.t   # 10 October is a holiday
    if R.random() < .35: s.hold(R.uniform(3, 26))
    lroads = cfg['roads']
    t0 = s.t; out = s.go(d, txt=fake[1], wait=0, stop=True); troads = s.t
    # silence
    fi, fo_ = {'open': (None, None), 'port': (R.uniform(.8, .98), R.uniform(.03, .2)), 'long': (R.uniform(.2, .7), R.uniform(.3, .85)), 'quick': (R.uniform(.5, .9), R.uniform(.1, .5)), 'roads': (R.uniform(.3, .8), None)}[mode]
    a = b = None
    if fi is not None:
        a = frac(inb[0], inb[1], fi); b = frac(out[0], out[1], fo_) if fo_ is not None else troads + R.uniform(2, 30)*H; dark(s, a, b)
    ends = []; places = [pl('origin', o)]
    w = queue(d)
    if lroads:
        s.hold(w*.6 + 2); n = int(R.integers(1, 4))
        for _ in range(n): s.hold(R.uniform(10, 30)); ends.append(s.t)
        s.empty(); places.append(pl('destination', d if d.endswith('roads') else d + ' roads', s.pos[0], s.pos[1])); places[-1][2] = B[d][3]
    else:
        s.hold(w); s.berth(); s.hold(R.uniform(18, 60)); places.append(pl('destination', d))
        if cfg.get('d2') and R.random() < .6: 
            s.empty(.5); ends.append(s.t); s.go(cfg['d2'], txt=dtext(cfg['d2']), wait=gam(8)); s.hold(R.uniform(12, 40)); places.append(pl('destination', cfg['d2']))
        s.empty(); ends.append(s.t)
    te = s.t
    nt = '%s loaded at %s, %s %s; %s' % (g, o, 'lightened in roads off' if lroads else 'discharged at', d, {'open':'AIS on throughout','port':'silent about the loading port','long':'silent from mid-sea to mid-sea','quick':'silent on the northern half, fast turn','roads':'silent from the inbound passage until after anchoring to discharge'}[mode])
    return dict(kind=kind, places=places, begin=inb[1], end=te, goods=g, note=nt, ends=ends, a=a, b=b, pre=inb[0])
def cfg_delivery(kp=True):
    east = R.random() < .25; o = leg_origin(east)
    if east: d = str(R.choice(['Nakhodka','Vladivostok','Kholmsk','Posyet','Shanghai','Lianyungang','Zhoushan roads'] if kp else ['Vladivostok','Nakhodka','Pohang','Posyet','Slavyanka','Donghae']))
    else: d = str(R.choice(['Zhoushan roads','Zhoushan roads','Lianyungang','Rizhao','Lanshan','Dalian','Longkou','Shidao','Yantai','Bayuquan','Dandong','Weihai','Qingdao'] if kp else ['Yantai','Longkou','Weihai','Dalian','Rizhao','Lianyungang','Bayuquan','Shidao','Incheon','Ningbo','Zhoushan roads','Jingtang']))
    g = goods_of(o)
    if kp and R.random() < .1: g = 'seafood'; d = str(R.choice(['Dalian','Dandong','Shidao'])) if not east else str(R.choice(['Vladivostok','Slavyanka']))
    mode = str(R.choice(['open','port','long','quick','roads'], p=[.22,.24,.26,.16,.12] if kp else [0,.22,.4,.3,.08]))
    if not kp:
        f0 = R.choice(['FOR ORDERS', dtext('Dalian') or 'DALIAN', 'BAYUQUAN', 'INCHEON', '', 'CHINA', 'TIANJIN']) if not east else R.choice(['VLADIVOSTOK','FOR ORDERS','NAKHODKA','RAJIN',''])
        fake = (str(f0), R.choice([dtext(d), d.upper(), 'CHINA', None]))
    else: fake = (dtext(o), R.choice([dtext(d), 'CHINA', 'FOR ORDERS', None]))
    return dict(o=o, d=d, mode=mode, g=g, fake=fake, roads=d == 'Zhoushan roads' or d in ('Kholmsk',) or (B[d][3] == 'CN' and R.random() < (.35 if kp else .15)), d2=str(R.choice(['Shidao','Weihai','Dalian','Yantai'])) if (B[d][3] == 'CN' and not east and R.random() < .2) else None)
def home_of(cfg): return cfg['d']
def campaign_delivery(n, kp=True, launder=False, kindname=None):
    """a ship that makes the voyage up to n times; returns list of records"""
    for _try in range(40):
        if kp: s = kpship(); 
        else:
            s = coaster(str(R.choice(['CN','CN','HK'])) if R.random() < .35 else fo())
            if R.random() < .15: s.ids[0][1]['imo'] = None
        cfg = cfg_delivery(kp)
        if launder and cfg['mode'] == 'open': cfg['mode'] = 'long'
        if n >= 2:
            while plen(cfg['o'], cfg['d']) > 420: cfg = cfg_delivery(kp)
            if launder and cfg['mode'] == 'open': cfg['mode'] = 'port'
        start = -R.uniform(0, 2.5)*D if R.random() < .5 else R.uniform(0, 14 if n == 1 else 4)*D
        s.begin(cfg['d'] if R.random() < .75 or not kp else 'Dalian' if cfg['o'] in ('Nampo','Songnim','Haeju') else 'Vladivostok', min(start, 0) - R.uniform(4, 40)*H, roads=(cfg['d'] == 'Zhoushan roads'))
        if start > 0:
            if kp: s.hold(start/H + R.uniform(0, 10))
            else: s.hold(R.uniform(4, 30)); between(s, (start - 3*D), cfg['d'])
        s.empty(); out = []
        for k in range(n):
            sn = s.snap(); r = act_delivery(s, cfg, kindname or ('delivery' if kp else 'delivery_dark'))
            if not fin_ok(s) or r['begin'] < 2*H: s.back(sn); break
            if launder:
                r['kind'] = 'laundered'; o = s.ids[-1][1]; how = R.random(); tn = frac(r['a'], r['b'], R.uniform(.5, .97))
                fl2 = str(R.choice(['KH','TZ','SL','TG','BZ','FJ','TV','PA','CN'])) if kp else (fo() if R.random() < .5 else o['flag'])
                s.newid(tn, fl2, keepimo=R.random() < .3)
                if how < .6: # the old name comes back after the discharge
                    s.ids.append((r['end'] + R.uniform(-3, 20)*H, dict(o)))
                r['ships'] = s.idl('carrier', r['begin'] - H, r['end']); 
                if len(r['ships']) < 2: r['ships'] = s.idl('carrier', r['pre'], r['end'])
                r['note'] += '; name and MMSI changed while silent'
            else: r['ships'] = s.idl('carrier', r['begin'], r['end'])
            out.append((s, r)); s.hold(R.uniform(6, 60))
        if out:
            after(s)
            return out
        SHIPS.remove(s)
    return []
def act_oil(s, cfg):
    o, d, mode = cfg['o'], cfg['d'], cfg['mode']
    t0 = s.t; s.hold(R.uniform(14, 40)); s.load(R.uniform(.85, 1)); 
    leg = s.go(d, txt=cfg['fake'], wait=gam(12, 1)); tb = s.t; s.hold(R.uniform(20, 55)); s.empty(); te = s.t
    bk = s.go(o, txt=dtext(o) if R.random() < .7 else 'FOR ORDERS', wait=gam(14), stop=False)
    a = b = None
    if mode == 'dark': a = frac(leg[0], leg[1], R.uniform(.3, .88)); b = frac(bk[0], bk[1], R.uniform(.08, .6)); dark(s, a, b)
    return dict(kind='delivery_to_target', places=[pl('origin', o), pl('destination', d)], begin=t0, end=te, goods='oil', ends=[te], a=a, b=b, pre=t0,
      note='%s to %s, not notified; %s' % ('refined products', d, 'dark from the open sea into port and out again' if mode == 'dark' else 'AIS on, destination said %s' % cfg['fake']))
def campaign_oil(n, launder=False):
    for _ in range(40):
        s = tanker(fo() if R.random() < .65 else str(R.choice(['CN','RU','TW','SG'])))
        east = R.random() < .3
        cfg = dict(o=str(R.choice(['Nakhodka','Vladivostok','Busan','Slavyanka'] if east else ['Dalian','Ningbo','Zhoushan roads','Kaohsiung','Keelung','Qingdao','Gwangyang','Longkou'])),
          d=str(R.choice(['Chongjin','Rajin','Wonsan','Hungnam'] if east else ['Nampo'])), mode='dark' if (R.random() < .72 or launder) else 'open')
        cfg['fake'] = str(R.choice(['BUSAN','FOR ORDERS','VLADIVOSTOK','HIGH SEAS','POHANG'] if east else ['DALIAN','FOR ORDERS','TIANJIN','INCHEON','BUSAN','HIGH SEAS','OPL EAST CHINA SEA']))
        if n >= 2 and plen(cfg['o'], cfg['d']) > 520: SHIPS.remove(s); continue
        s.begin(cfg['o'], -R.uniform(4, 40)*H, roads=cfg['o'] == 'Zhoushan roads'); s.hold(R.uniform(8, 60)); between(s, R.uniform(-3, (10 if n == 1 else 0))*D, cfg['o']); s.empty()
        if s.t < 0: s.hold(-s.t/H + 1)
        out = []
        for k in range(n):
            sn = s.snap(); r = act_oil(s, cfg)
            if not fin_ok(s): s.back(sn); break
            if launder:
                r['kind'] = 'laundered'; o = s.ids[-1][1]; s.newid(frac(r['a'], r['end'], R.uniform(.0, .9)), fo())
                if R.random() < .5: s.ids.append((r['b'] + R.uniform(0, 9)*H, dict(o)))
                r['note'] += '; under another name for part of the voyage'
            r['ships'] = s.idl('carrier', r['begin'], r['end']); out.append((s, r)); s.hold(R.uniform(5, 70))
        if out:
            after(s)
            return out
        SHIPS.remove(s)
    return []
MEET = [('ecm',30.3,124.6),('ecx',31.6,125.1),('ecn',31.1,123.6),('ecs',28.4,123.5),('ecy',32.6,124.7),('ymn',37.7,123.7),('ysm',34.6,122.9),('etw',26.4,123.1)]
def campaign_transfer(n, darkk, launder=False):
    """one foreign tanker, one or several DPRK tankers coming to it in turn"""
    for _ in range(40):
        m = MEET[int(R.choice(8, p=[.25,.2,.15,.12,.1,.06,.05,.07]))]; via = m[0]
        f = tanker(fo() if R.random() < .7 else str(R.choice(['CN','TW','SG','KR','MV']))); home = str(R.choice(['Kaohsiung','Taichung','Keelung','Ningbo','Zhoushan roads','Gwangyang','Busan','Xiamen'])); ks = []
        pt = (m[1] + R.normal(0, .25), m[2] + R.normal(0, .3))
        f.begin(home, -R.uniform(5, 60)*H, roads=home == 'Zhoushan roads'); f.hold(R.uniform(10, 50)); between(f, R.uniform(-3, (8 if n < 2 else 1))*D, home)
        if f.t < 0: f.hold(-f.t/H + R.uniform(0, 8))
        f.load(); tdep = f.goto(pt, str(R.choice(['FOR ORDERS','HIGH SEA','OPL','BUSAN','LIANYUNGANG','SEA'])), via=via); out = []; tarr = f.t
        if f.t > 24*D: SHIPS.remove(f); continue
        f.drift(R.uniform(3, 30))
        for k in range(n):
            if k > 0 and R.random() < .4 and f.t < 15*D: # back for another cargo
                f.empty(); f.go(home, wait=gam(8)); f.hold(R.uniform(20, 50)); f.load(); pt = (m[1] + R.normal(0, .3), m[2] + R.normal(0, .35)); f.goto(pt, 'FOR ORDERS', via=via); f.drift(R.uniform(2, 20))
            if f.t > END - 5.5*D: break
            kp = tanker('KP', R.random() < .4); kp.spd = R.uniform(8, 10.5); kp.ant *= .95; kh = 'Nampo'
            dist = plen(kh, via); back_t = dist/kp.spd*H
            lead = dist/kp.spd*H*1.12 + R.uniform(5, 60)*H
            tw = f.t; kp.begin(kh, min(-4*H, tw - lead - 10*D)); kp.empty()
            if tw - lead > kp.t: kp.hold((tw - lead - kp.t)/H)
            kt0 = kp.goto((f.pos[0] + R.normal(0, .04), f.pos[1] + R.normal(0, .05)), R.choice(['FISHING GROUND','CHINA','NAMPO','','SEA']), via=via); ktarr = kp.t
            # wait for the other, and for dark
            tm = max(kp.t, f.t) + R.uniform(1, 6)*H; hod = ((tm/H) + 8.3) % 24
            if R.random() < .75 and 7 < hod < 18: tm += (18.5 - hod + R.uniform(0, 4))*H
            g0 = 0
            while wind(tm, *f.pos) > .2 and g0 < 30: tm += 3*H; g0 += 1
            if kp.t < tm - H: kp.drift((tm - kp.t)/H - .7)
            if f.t < tm - H*.4: f.drift((tm - f.t)/H)
            ang = R.uniform(0, 6.28); wd = (f.W + kp.W)/2/1852/60 + .00008
            tgt = (f.pos[0] + wd*math.cos(ang), f.pos[1] + wd*math.sin(ang)/.86); kp.to([tgt], 3.5)
            if f.t < kp.t: f.drift((kp.t - f.t)/H, rate=.1)
            ofs = (kp.pos[0] - f.pos[0], kp.pos[1] - f.pos[1]); ofs = (math.copysign(min(abs(ofs[0]), .0006), ofs[0]), math.copysign(min(abs(ofs[1]), .0006), ofs[1]))
            kp.t = max(kp.t, f.t); f.t = kp.t; ta = f.t; h = float(R.uniform(3.5, 15)); i0 = len(f.K); f.drift(h, c=int(R.choice([0, 1, 0, 8])) if R.random() < .8 else 0, rate=R.uniform(.15, .7))
            kp.st(0); kp.key()
            for (t, la, lo) in f.K[i0+1:]: kp.t = t; kp.pos = (la + ofs[0], lo + ofs[1]); kp.key()
            te = f.t; kp.load(R.uniform(.7, 1)); f.empty(.5 if k < n-1 else .1)
            kp.at = 'sea'; kp.port = via; kb = kp.go(kh, txt=R.choice(['NAMPO','KPNAM','']), wait=gam(12)); kp.hold(R.uniform(20, 60)); kp.empty()
            if kp.t < END: kp.hold((END - kp.t)/H + 2)
            who = None; swap = None; kd = 'transfer_flagged'
            if darkk:
                kd = 'transfer_dark'; who = str(R.choice(['kp','f','both'], p=[.5, .35, .15]))
                if who in ('kp','both'): dark(kp, frac(kt0, ktarr, R.uniform(.03, .6)), frac(kb[0], kb[1], R.uniform(.3, .98)))
                if who in ('f','both'): dark(f, max(tarr - R.uniform(0, 20)*H, ta - R.uniform(2, 20)*H), te + R.uniform(1, 16)*H)
            if who not in ('kp','both'): kp.ex.append((ta, te))
            if who not in ('f','both'): f.ex.append((ta, te))
            if launder:
                kd = 'laundered'; x = kp; a = frac(kt0, ktarr, R.uniform(.1, .6)); o = kp.ids[-1][1]
                dark(kp, a - R.uniform(3, 9)*H, a); kp.newid(a, str(R.choice(['TG','SL','KH','PA','CN','TZ'])), forge=imo(False) if R.random() < .4 else imo())
                b2 = frac(kb[0], kb[1], R.uniform(.3, .8)); kp.ids.append((b2, dict(o))); dark(kp, b2 - R.uniform(4, 12)*H, b2); kp.ex.append((ta, te)); f.ex.append((ta, te))
            ships = f.idl('from', ta, te) + ([['to'] + x[1:] for x in (kp.idl('to', kt0, kb[1]) if launder else kp.idl('to', ta, te))])
            r = dict(kind=kd, places=[pl('transfer', 'at sea', *f.pos)], begin=ta, end=te, goods='oil', ends=[te], ships=ships,
                note='oil passed alongside to a DPRK tanker' + ({'kp': ', the DPRK ship silent', 'f': ', the supplier silent', 'both': ', both silent'}.get(who, ', both heard')) + ('; the DPRK tanker wears another name out at sea' if launder else ''))
            out.append((f, r)); ks.append(kp)
            if k < n-1: f.drift(R.uniform(8, 60))
        f.at = 'sea'; f.port = via; f.go(home, wait=gam(10)); f.hold(R.uniform(20, 50))
        after(f)
        if out: return out
        SHIPS.remove(f); [SHIPS.remove(x) for x in ks]
    return []
def campaign_barge(n, launder=False):
    for _ in range(40):
        L = int(R.uniform(58, 110)); s = Ship('CN', int(R.choice([70, 79, 99, 90, 31])), L, int(L/5.5), float(R.uniform(5.5, 8)), cls='B' if R.random() < .6 else 'A', noimo=True, dmax=4.2)
        r = R.random(); s.ids[0][1]['name'] = (str(R.choice(['LIAODAN','LU RONG','XIN HANG','HAI YANG','JI HAI'])) + ' %d' % R.integers(100, 9999)) if r < .6 else ('' if r < .75 else s.ids[0][1]['name'])
        o = str(R.choice(['Nampo','Songnim','Songnim','Haeju'])); d = str(R.choice(['Dandong','Dandong','Dalian','Weihai','Longkou','Bayuquan','Shidao','Yantai']))
        fk = (R.choice(['DANDONG','DALIAN','',' ']), R.choice([d.upper(), '', 'CHINA']))
        cfg = dict(o=o, d=d, mode=str(R.choice(['open','long','quick','port'], p=[.3, .3, .2, .2])), g='coal', fake=fk, roads=R.random() < .35, d2=None)
        s.begin(d, -R.uniform(3, 40)*H); s.hold(R.uniform(5, 50)); between(s, R.uniform(-3, (8 if n == 1 else 0))*D, d); out = []
        if s.t < 0: s.hold(-s.t/H + 2)
        for k in range(n):
            sn = s.snap(); r = act_delivery(s, cfg, 'barge')
            if not fin_ok(s): s.back(sn); break
            r['note'] = 'barge without IMO: ' + r['note']; r['ships'] = s.idl('carrier', r['begin'], r['end']); out.append((s, r)); s.hold(R.uniform(4, 50))
        if out:
            after(s)
            return out
        SHIPS.remove(s)
    return []
def make_hidden(n):
    left = n; bad = 0
    while left > 0 and bad < 60:
        k = min(left, int(R.choice([1, 2, 3, 4], p=[.52, .26, .15, .07]))); r = R.random()
        if r < .29: o = campaign_delivery(k)
        elif r < .50: o = campaign_delivery(k, kp=False)
        elif r < .63: o = campaign_oil(min(k, 3))
        elif r < .72: o = campaign_transfer(min(k, 3), False)
        elif r < .83: o = campaign_transfer(min(k, 3), True)
        elif r < .92: o = campaign_barge(min(k, 3))
        else:
            q = R.random(); k = 1
            o = campaign_delivery(1, True, True) if q < .35 else campaign_delivery(1, False, True) if q < .65 else campaign_oil(1, True) if q < .82 else campaign_transfer(1, False, True)
        if not o: bad += 1
        for s, x in o[:left]: rec(HID, x['kind'], x['ships'], x['places'], x['begin'], x['end'], x['goods'], x['note'], x['ends'])
        left -= len(o)
# ---------------------------------------------------------------- lawful DPRK and DPRK-bound ships
def finish(s):
    if s.t < END: s.hold((END - s.t)/H + 3)
def kp_lawful(kind):
    s = kpship(); east = R.random() < .3; home = str(R.choice(['Nampo','Nampo','Songnim','Haeju'])) if not east else str(R.choice(['Chongjin','Rajin','Wonsan','Hungnam']))
    far = str(R.choice(['Dalian','Dalian','Dandong','Yantai','Lianyungang','Qingdao','Longkou','Shanghai','Bayuquan','Rizhao'])) if not east else str(R.choice(['Vladivostok','Nakhodka','Slavyanka','Posyet','Vladivostok']))
    def sil(a, b, p=.45):
        if R.random() < p: dark(s, frac(a[0], a[1], R.uniform(.35, .97)), (frac(b[0], b[1], R.uniform(.03, .6)) if b else a[2]))
    first = True
    if kind == 'import':   # foreign load, DPRK discharge, light out
        s.begin(far, -R.uniform(2, 60)*H, roads=R.random() < .3); s.hold(R.uniform(5, 70)); g = str(R.choice(['rice','fertiliser','maize','flour','sugar','soya oil meal','building materials','consumer goods']))
        while s.t < END - 3*D:
            if s.at == 'roads': s.hold(queue(far)); s.berth()
            tb = s.t; s.hold(R.uniform(24, 80)); s.load(); a = s.go(home, wait=kq()); s.hold(R.uniform(30, 90)); s.empty(); te = s.t
            b = s.go(far, wait=0, stop=True); sil(a, b)
            if te < END: rec(INN, 'delivery', s.idl('carrier', tb, te), [pl('origin', far), pl('destination', home)], tb, te, g, 'DPRK ship carries %s from %s to %s and leaves light' % (g, far, home), [te])
            if R.random() < .25: s.hold(R.uniform(24, 120))
    elif kind == 'lawful_out':
        s.begin(far, -R.uniform(2, 50)*H, roads=R.random() < .5); s.hold(R.uniform(4, 120)); s.empty()
        while s.t < END - 6*D:
            g = str(R.choice(['mineral water and beer','tungsten and molybdenum concentrate','returned empty containers and tanks','returned relief equipment','transit Russian coal of certified origin' if east and home == 'Rajin' else 'bottled water','paintings, handicraft and returned goods']))
            a = s.go(home, wait=kq()); s.hold(R.uniform(24, 80)); s.load(R.uniform(.45, 1) if 'coal' not in g else 1); t1 = a[1]
            b = s.go(far, wait=queue(far)); s.hold(R.uniform(20, 60)); s.empty(); sil(a, b)
            if t1 < END - D: rec(INN, 'delivery', s.idl('carrier', t1, s.t), [pl('origin', home), pl('destination', far)], t1, s.t, g, 'came light, left %s laden with %s, a cargo no resolution forbids' % (home, g), [s.t])
            if R.random() < .6: break
            s.hold(R.uniform(10, 60))
    elif kind == 'wait':
        s.begin(home, -R.uniform(2, 60)*H); s.hold(R.uniform(4, 24*8)); a = s.go(far, txt=R.choice([dtext(far), 'FOR ORDERS', 'CHINA']), stop=True); t1 = s.t; s.hold(R.uniform(60, 300)); t2 = s.t
        b = s.go(home, wait=kq()); 
        if R.random() < .4: dark(s, frac(b[0], b[1], .4), s.t + R.uniform(10, 50)*H)
        rec(INN, 'delivery', s.idl('carrier', t1, t2), [pl('destination', far + ' roads', *N[B[far][2]][:2])], t1, t2, 'none', 'ballast both ways; waited in roads for a fixture that fell through')
    elif kind == 'repair':
        far = 'Dalian' if not east else 'Vladivostok'; s.begin(home, -R.uniform(1, 40)*H); s.hold(R.uniform(4, 24*7)); a = s.go(far, wait=gam(12)); t1 = s.t; h = R.uniform(180, 400); dark(s, s.t + R.uniform(4, 30)*H, s.t + (h-6)*H) if R.random() < .6 else None
        s.hold(h); t2 = s.t; s.go(home); rec(INN, 'delivery', s.idl('carrier', t1, t2), [pl('destination', far)], t1, t2, 'none', 'in the repair yard, transponder mostly off; sailed in ballast')
    elif kind == 'cabotage':
        A = ['Nampo','Songnim','Haeju'] if not east else ['Chongjin','Kimchaek','Hungnam','Wonsan','Tanchon','Rajin']; p = str(R.choice(A)); s.begin(p, -R.uniform(2, 50)*H); s.hold(R.uniform(3, 60)); tb = s.t; k = 0
        while s.t < END - 2*D:
            q = str(R.choice([x for x in A if x != p])); s.hold(R.uniform(18, 60)); s.load(R.uniform(.5, 1)); a = s.go(q, wait=kq()); s.hold(R.uniform(20, 70)); s.empty(); p = q; k += 1
            if R.random() < .3: dark(s, a[0] + R.uniform(0, 8)*H, a[2] + R.uniform(0, 40)*H)
        rec(INN, 'delivery', s.idl('carrier', tb, s.t), [pl('origin', x) for x in A[:3]], tb, s.t, 'coal and cement', 'cabotage between DPRK ports, never abroad')
    elif kind == 'round':
        p, q = ('Nampo', str(R.choice(['Chongjin','Wonsan','Hungnam']))); 
        if R.random() < .5: p, q = q, p
        s.begin(p, -R.uniform(2, 50)*H); s.hold(R.uniform(10, 24*8)); tb = s.t; s.hold(R.uniform(20, 60)); s.load(); a = s.go(q, wait=kq()); s.hold(R.uniform(24, 70)); s.empty(); te = s.t
        if R.random() < .5: dark(s, frac(a[0], a[1], R.uniform(.1, .4)), frac(a[0], a[1], R.uniform(.5, .9)))
        rec(INN, 'delivery', s.idl('carrier', tb, te), [pl('origin', p), pl('destination', q)], tb, te, 'coal' if p == 'Nampo' else 'iron ore concentrate', 'cabotage from coast to coast, around Korea through the Straits; cargo never left the country', [te])
    elif kind == 'idle':
        s.begin(home, -20*H, roads=R.random() < .4); s.hold(R.uniform(20, 24*25)); 
        if R.random() < .6: dark(s, R.uniform(0, 10)*D, R.uniform(15, 29)*D)
        if s.t < END - 3*D and s.at == 'roads': s.berth()
    finish(s); return s
def kp_tanker_cab():
    s = tanker('KP', True); s.spd = 9; s.begin('Nampo', -20*H); s.hold(R.uniform(10, 200)); tb = s.t
    if R.random() < .6:
        s.goto((37.75 + R.normal(0, .2), 123.75 + R.normal(0, .2)), '', via='ymn'); p0 = s.pos; t1 = s.t; s.drift(R.uniform(20, 90)); s.at = 'sea'
        rec(INN, 'transfer_dark', s.idl('to', t1, s.t), [pl('transfer', 'at sea', *p0)], t1, s.t, 'none', 'DPRK tanker drifting with engine repairs; nobody came'); s.go('Nampo', wait=10); finish(s)
    else:
        s.go('Dalian', wait=gam(30)); t1 = s.t; s.hold(R.uniform(24, 50)); s.load(); s.go('Nampo', txt='NAMPO', wait=kq()); s.hold(30); s.empty(); rec(INN, 'delivery_to_target', s.idl('carrier', t1, s.t), [pl('origin', 'Dalian'), pl('destination', 'Nampo')], t1, s.t, 'oil', 'DPRK tanker fetches a notified parcel within the cap', [s.t]); finish(s)
def notified():
    ru = R.random() < .5; s = tanker('RU' if ru else 'CN'); o = str(R.choice(['Nakhodka','Vladivostok'] if ru else ['Dalian','Dalian','Longkou'])); d = str(R.choice(['Chongjin','Rajin','Hungnam','Wonsan'] if ru else ['Nampo'])); s.desth = 'good'; s.dh = 'prompt'; s.portoff = False
    s.begin(o, -R.uniform(5, 60)*H); s.hold(R.uniform(10, 24*6))
    while s.t < END - 3*D:
        t0 = s.t; s.hold(R.uniform(18, 40)); s.load(); s.go(d, txt=str(R.choice([d.upper(), CODE.get(d, d.upper())])), wait=gam(10)); s.hold(R.uniform(24, 60)); s.empty(); te = s.t
        if te < END and t0 > 0: rec(INN, 'delivery_to_target', s.idl('carrier', t0, te), [pl('origin', o), pl('destination', d)], t0, te, 'oil', 'notified to the Committee within the cap, destination entered, AIS on', [te])
        s.go(o, wait=gam(10)); s.hold(R.uniform(24, 200))
    finish(s)
def foreign_kp(kind):
    if kind == 'aid':
        s = coaster(fo() if R.random() < .6 else 'CN'); o = str(R.choice(['Dalian','Lianyungang','Qingdao','Yantai','Dandong'])); d = 'Nampo'; s.begin(o, -R.uniform(5, 50)*H); s.hold(R.uniform(5, 24*7)); n = int(R.integers(1, 4))
        for _ in range(n):
            if s.t > END - 6*D: break
            t0 = s.t; s.hold(R.uniform(20, 60)); s.load(); a = s.go(d, txt=R.choice(['NAMPO', dtext(d), 'KOREA']), wait=kq()); s.hold(R.uniform(40, 110)); s.empty(); te = s.t; b = s.go(o, wait=queue(o)); s.hold(R.uniform(10, 40))
            if R.random() < .4: dark(s, frac(a[0], a[1], R.uniform(.6, .97)), frac(b[0], b[1], R.uniform(.05, .4)))
            rec(INN, 'delivery_dark', s.idl('carrier', t0, te), [pl('origin', o), pl('destination', d)], t0, te, str(R.choice(['fertiliser','wheat','rice','medical and relief goods'])), 'lawful goods in, left light; quiet in the port as many are', [te])
    else:
        s = coaster(str(R.choice(['RU','RU','HK','CN','PA','MH']))); L = int(R.uniform(100, 185)); s.ids[0][1]['L'] = L; s.ids[0][1]['W'] = int(L/6.3); s.L = L; d = str(R.choice(['Lianyungang','Shanghai','Ningbo','Pohang','Qingdao'])); s.spd = 11.5
        if d == 'Pohang': d = 'Shanghai'
        s.begin('Vladivostok' if R.random() < .6 else d, -R.uniform(5, 70)*H); s.hold(R.uniform(5, 24*6)); a = s.go('Rajin', txt=R.choice(['RAJIN','KPRJN','FOR ORDERS']), wait=queue('Nakhodka')); t0 = a[1]; s.hold(R.uniform(40, 110)); s.load(); b = s.go(d, wait=queue(d)); s.hold(R.uniform(24, 60)); s.empty()
        if R.random() < .45: dark(s, frac(a[0], a[1], R.uniform(.5, .97)), frac(b[0], b[1], R.uniform(.02, .25)))
        rec(INN, 'delivery_dark', s.idl('carrier', t0, s.t), [pl('origin', 'Rajin'), pl('destination', d)], t0, s.t, 'Russian coal', 'Russian coal railed to Rajin pier 3 and transshipped, notified as the resolutions permit', [s.t])
    finish(s)
# ---------------------------------------------------------------- ordinary trade
def liner():
    fl = str(R.choice(['CN','HK','KR','PA','LR','SG','KR','JP'])); L = int(R.uniform(110, 260)); s = Ship(fl, int(R.choice([70, 71, 79, 70])), L, int(L/6.7), float(R.uniform(13, 18)), dmax=round(L/19, 1)); s.dlt = round(s.dmax*.8, 1); s.desth = 'good'; s.portoff = False
    pool = ['Shanghai','Ningbo','Qingdao','Dalian','Tianjin','Busan','Incheon','Gwangyang','Hakata','Keelung','Xiamen','Kaohsiung','Lianyungang','Vladivostok','Niigata','Moji','Pyeongtaek','Ulsan','Vostochny','Maizuru']
    rot = [str(x) for x in R.choice(pool, int(R.integers(2, 5)), replace=False)]; s.begin(rot[0], -R.uniform(2, 90)*H); i = 0; s.hold(R.uniform(2, 20))
    while s.t < END:
        i += 1; p = rot[i % len(rot)]; s.go(p, wait=gam(7) if R.random() < .4 else 0); s.hold(R.uniform(8, 26)); s.load(R.random())
def tramp(small=True, tank=False, ports=None, fl=None):
    fl = fl or (str(R.choice(['CN','CN','CN','KR','KR','JP','RU'] + FOC)) if small else str(R.choice(['HK','PA','LR','MH','SG','CN'])))
    if tank: s = tanker(fl, R.random() < .3)
    elif small: s = coaster(fl)
    else: L = int(R.uniform(165, 290)); s = Ship(fl, 70, L, int(L/6.2), float(R.uniform(10.5, 13.5)))
    if ports is None:
        if tank: ports = ['Dalian','Qingdao','Ningbo','Shanghai','Kaohsiung','Taichung','Daesan','Ulsan','Gwangyang','Incheon','Nakhodka','Busan','Longkou','Niigata','Tianjin','Xiamen','Moji']
        elif not small: ports = ['Qinhuangdao','Jingtang','Tianjin','Shanghai','Ningbo','Qingdao','Rizhao','Pohang','Gwangyang','Vostochny','Kaohsiung','Dalian','Bayuquan','Xiamen','Fuzhou roads']
        else: ports = CNW + ['Incheon','Gunsan','Busan','Pohang','Ulsan','Pyeongtaek','Moji','Hakata','Maizuru','Vladivostok','Nakhodka','Sakaiminato','Donghae','Wenzhou','Keelung','Niigata']
        k = int(R.integers(2, 5)); ports = [str(x) for x in R.choice(ports, k, replace=False)] if R.random() < .75 else [str(x) for x in R.choice(ports, min(8, len(ports)), replace=False)]
    s.begin(ports[0], -R.uniform(1, 90)*H, roads=R.random() < .3); s.hold(R.uniform(2, 50)); i = 0
    if s.at == 'roads': s.berth()
    ld = R.random() < .5
    while s.t < END:
        i += 1; p = ports[i % len(ports)]; s.load(R.uniform(.6, 1)) if ld else s.empty(); a = s.go(p, wait=queue(p)); s.hold(R.uniform(14, 60))
        ld = not ld or R.random() < .3
        if R.random() < .08 and s.L < 150 and a[1] - a[0] > 20*H:
            f1 = R.uniform(.1, .5); x, y = frac(a[0], a[1], f1), frac(a[0], a[1], f1 + R.uniform(.2, .45)); dark(s, x, y)
            if R.random() < .7: rec(INN, 'delivery_dark', s.idl('carrier', x, y), [pl('destination', p)], x, y, 'general', 'transponder fault (or switched off among fishing boats); the voyage went straight on to %s' % p)
        if R.random() < .05 and not tank: s.hold(R.uniform(60, 200))
    return s
def loiterer():
    """ballast coaster drifts at sea, silent or not, for orders: looks like a dark call"""
    s = coaster(fo()); p = str(R.choice(['Dalian','Yantai','Weihai','Longkou','Incheon','Shidao'])); q = str(R.choice(['Dandong','Dalian','Bayuquan','Yantai','Rizhao','Lianyungang'])); q = q if q != p else 'Qingdao'
    s.begin(p, -R.uniform(5, 50)*H); s.hold(R.uniform(5, 24*9)); s.empty(); n = int(R.integers(1, 3))
    for _ in range(n):
        if s.t > END - 5*D: break
        t0 = s.goto((38.15 + R.normal(0, .15), 123.1 + R.normal(0, .25)), str(R.choice(['FOR ORDERS','','DALIAN'])), via='ncy'); t1 = s.t; p0 = s.pos; s.drift(R.uniform(24, 110), rate=.6); t2 = s.t; s.at = 'sea'; a = s.go(q, wait=queue(q)); s.hold(R.uniform(20, 50)); s.load(); s.go(p, wait=queue(p)); s.hold(R.uniform(10, 40)); s.empty()
        o = R.random() < .6
        if o: dark(s, t1 - R.uniform(0, 6)*H, t2 + R.uniform(-5, 6)*H)
        rec(INN, 'delivery_dark', s.idl('carrier', t1, t2), [pl('destination', q)], t1, t2, 'none', 'drifted for orders in the northern Yellow Sea' + (', transponder off to save the watch from VHF calls' if o else ''))
    finish(s)
def ferry(a, b, spd, tb):
    fl = str(R.choice(['CN','KR','PA'] if B[a][3] != 'JP' else ['KR','JP'])); s = Ship(fl, 60, int(R.uniform(120, 190)), 25, spd, dmax=6.3); s.dlt = 6.1; s.dh = 'never'; s.portoff = False; s.ant = 1.15; s.begin(a, -R.uniform(2, 20)*H); p = a; s.hold(R.uniform(1, 12))
    while s.t < END: q = b if p == a else a; s.go(q, txt=dtext(q)); s.hold(tb + R.uniform(0, 3)); p = q
    return s
def mangyong():
    s = Ship('KP', 60, 162, 20, 13, nm_='MAN GYONG BONG'); s.begin('Rajin', -9*H); s.hold(R.uniform(3, 40)); t0 = s.t; p = 'Rajin'
    while s.t < END: p = 'Vladivostok' if p == 'Rajin' else 'Rajin'; a = s.go(p, wait=0); s.hold(R.uniform(24, 70)); dark(s, a[2] + 3*H, s.t - 2*H) if p == 'Rajin' and R.random() < .6 else None
    rec(INN, 'delivery', s.idl('carrier', t0, END), [pl('origin', 'Rajin'), pl('destination', 'Vladivostok')], t0, END, 'passengers and parcels', 'passenger and general cargo service on a timetable')
GR = [('dd1',38.25,123.5),(0,37.95,123.65),(0,36.4,123.7),(0,35.4,123.6),(0,34.0,123.6),(0,32.3,124.4),(0,30.6,124.3),(0,29.0,123.8),(0,27.4,122.9),(0,39.35,134.2),(0,38.75,119.8),(0,32.7,127.6)]
def fisher(pair=False, g=None, at=None):
    fl = str(R.choice(['CN']*8 + ['KR','KR','JP'])); L = int(R.uniform(26, 52)); s = Ship(fl, 30, L, int(L/5.5), 9.0, cls='B' if R.random() < .72 else 'A', noimo=True, dmax=3.4)
    g = g or GR[int(R.integers(0, len(GR)))]; sq = g[1] > 39 and g[2] > 130; s.t = -R.uniform(0, 50)*H; s.port = 'x'; s.at = 'sea'; c = at or (g[1] + R.normal(0, .18), g[2] + R.normal(0, .25)); s.pos = c; s.key(); a = R.uniform(0, 6.28)
    while s.t < END:
        s.st(7 if R.random() < .7 else 0); n = int(R.integers(3, 9))
        for _ in range(n):
            a += R.choice([0, math.pi]) + R.normal(0, .5); dd = R.uniform(4, 12) if not sq else R.uniform(1, 6); dx = (c[0] - s.pos[0], c[1] - s.pos[1])
            q = (s.pos[0] + dd/60*math.sin(a) + .45*dx[0], s.pos[1] + dd/48*math.cos(a) + .45*dx[1]); s.to([q], R.uniform(2.6, 4.2), st=7); 
            if R.random() < .5: s.drift(R.uniform(.5, 2.5), c=7)
        s.drift(R.uniform(4, 11), c=7 if R.random() < .4 else 1)
        if R.random() < .12: c = (np.clip(c[0] + R.normal(0, .15), g[1]-.4, g[1]+.4), np.clip(c[1] + R.normal(0, .15), g[2]-.4, g[2]+.4)); s.to([c], 8.5)
        if R.random() < .06: dark(s, s.t, s.t + R.uniform(10, 60)*H)
    s.dh = 'none'; s.desth = 'none'; s.DR = [(-1e9, None)]; return s
def pairboat(a):
    b = Ship(a.fl, 30, a.L, a.W, 9, cls=a.cls, noimo=True); b.K = [(t, la + .003 + R.normal(0, .0006), lo + .003 + R.normal(0, .0006)) for t, la, lo in a.K]; b.ST = list(a.ST); b.DR = [(-1e9, None)]; b.off = list(a.off); b.t = a.t; b.ant = a.ant
    if R.random() < .4: b.ids[0][1]['name'] = a.ids[0][1]['name'][:-1] + str(int(a.ids[0][1]['name'][-1:]) ^ 1) if a.ids[0][1]['name'][-1:].isdigit() else a.ids[0][1]['name'] + 'B'
    return b
def harbour(port, typ):
    s = Ship(B[port][3], typ, int(R.uniform(18, 38)), 8, 10, cls='A' if R.random() < .6 else 'B', noimo=True, dmax=3.5); s.begin(port, -R.uniform(1, 20)*H); s.dh = 'never'; r = B[port][2]
    if R.random() < .5: s.ids[0][1]['name'] = ('PILOT ' if typ == 50 else 'TUG ') + port.upper()[:7] + ' %d' % R.integers(1, 20)
    while s.t < END:
        s.hold(R.uniform(3, 16)); ii = s.inner(port); s.to(ii[::-1] + [s.rpos(port)], s.spd); s.drift(R.uniform(.4, 3)); s.to(ii, s.spd); s.at = 'roads'; s.to([(B[port][0] + R.normal(0, .002), B[port][1] + R.normal(0, .002))], s.spd); s.at = 'berth'
    return s
def alongside(f, c, h, st=0):
    """c comes alongside f where f lies; both hold h hours"""
    wd = (f.W + c.W)/2/111000. + .00005; c.to([(f.pos[0] + wd, f.pos[1])], 3.5)
    if f.t < c.t: f.hold((c.t - f.t)/H, st) if f.at != 'sea' else f.drift((c.t - f.t)/H, rate=.1)
    if c.t < f.t: c.hold((f.t - c.t)/H, 0)
    c.pos = (f.pos[0] + wd, f.pos[1]); ta = f.t; i0 = len(f.K); f.drift(h, c=st, rate=.4 if f.at == 'sea' else .01); c.st(st if R.random() < .5 else 0); c.key()
    for t, la, lo in f.K[i0+1:]: c.t = t; c.pos = (la + wd, lo); c.key()
    return ta, f.t
def bunkering():
    port = str(R.choice(['Zhoushan roads','Busan','Dalian','Qingdao','Kaohsiung','Ulsan'])); b = tanker(B[port][3], True); b.begin(port, -10*H); b.portoff = False; b.hold(R.uniform(10, 40))
    for _ in range(int(R.integers(1, 4))):
        c = tramp_roads(port, b.t)
        b.hold(max(0, (c.t - b.t)/H - 1)); b.to((b.inner(port)[::-1] if b.at == 'berth' else []) + [(c.pos[0] + .01, c.pos[1])], 8); ta, te = alongside(c, b, float(R.uniform(3, 9)), 1)
        if te < END: rec(INN, 'transfer_flagged', [[('from' if x is b else 'to')] + y[1:] for x in (b, c) for y in x.idl('x', ta, te)], [pl('transfer', port, *c.pos)], ta, te, 'bunkers', 'licensed bunker barge at work in %s' % port)
        c.at = 'roads'; c.go(c.nextp, wait=queue(c.nextp)); c.hold(R.uniform(20, 60)); finish(c); b.to(b.inner(port), 8); b.at = 'roads'; b.berth(); b.hold(R.uniform(20, 24*6))
        if b.t > END - 4*D: break
    finish(b)
def tramp_roads(port, t):
    c = coaster(fo()) if R.random() < .6 else Ship('PA', 70, 190, 32, 12.); o = str(R.choice(['Lianyungang','Rizhao','Gwangyang','Shanghai','Moji'])); c.begin(o, -6*H); c.hold(max(2, t/H - R.uniform(0, 40))); c.load(); c.go(port, wait=R.uniform(3, 20), stop=True); c.nextp = str(R.choice(['Dalian','Tianjin','Qingdao','Incheon'])); return c
def lighter():
    m = MEET[int(R.integers(0, 5))]; f = tanker(str(R.choice(['PA','LR','SG','HK','TW','MH']))); c = tanker(str(R.choice(['CN','KR','TW','PA'])), True); h1 = str(R.choice(['Kaohsiung','Taichung','Gwangyang','Ulsan'])); h2 = str(R.choice(['Ningbo','Shanghai','Lianyungang','Qingdao','Keelung']))
    f.begin(h1, -10*H); c.begin(h2, -10*H); f.hold(R.uniform(12, 24*16)); f.load(); pt = (m[1] + R.normal(0, .3), m[2] + R.normal(0, .35)); f.goto(pt, 'FOR ORDERS', via=m[0]); f.drift(R.uniform(3, 30)); lead = plen(h2, m[0])/c.spd*H; c.hold(max(12, (f.t - lead)/H)); c.empty(); c.goto((pt[0] + .02, pt[1] + .02), R.choice(['OPL','HIGH SEA','']), via=m[0])
    ta, te = alongside(f, c, float(R.uniform(4, 16))); f.ex.append((ta, te)); c.ex.append((ta, te)); f.empty(.2); c.load()
    dk = R.random() < .35
    if dk: x = f if R.random() < .5 else c; x.ex = []; dark(x, ta - R.uniform(1, 9)*H, te + R.uniform(1, 9)*H)
    rec(INN, 'transfer_dark' if dk else 'transfer_flagged', [['from'] + y[1:] for y in f.idl('x', ta, te)] + [['to'] + y[1:] for y in c.idl('x', ta, te)], [pl('transfer', 'at sea', *f.pos)], ta, te, 'oil', 'lightering between third-flag ships for a Chinese or Taiwanese buyer (tax, not sanctions)')
    for x, h in ((f, h1), (c, h2)): x.at = 'sea'; x.port = m[0]; x.go(h, wait=gam(10)); finish(x)
def reefer():
    g = GR[int(R.choice([4, 5, 6, 7, 8, 9]))]; s = Ship('CN' if R.random() < .7 else 'PA', int(R.choice([70, 30, 80])), 78, 13, 10.5); p = 'Shidao' if g[2] < 130 else 'Busan'; via = {34.0:'yss',32.3:'ecy',30.6:'ecm',29.0:'ecs',27.4:'ecs',39.35:'sj3'}[g[1]]
    s.begin(p, -10*H); s.hold(R.uniform(12, 24*6)); k = 0
    while s.t < END - 5*D and k < 3:
        k += 1; s.goto((g[1] + R.normal(0, .2), g[2] + R.normal(0, .2)), 'FISHING GROUND', via=via); s.drift(R.uniform(6, 30)); fl = fisher(at=s.pos, g=(0, s.pos[0], s.pos[1]))
        i = [j for j, x in enumerate(fl.K) if x[0] < s.t]; fl.K = fl.K[:i[-1]+1]; fl.ST = [x for x in fl.ST if x[0] < s.t]; fl.t = fl.K[-1][0]; fl.pos = fl.K[-1][1:]; fl.at = 'sea'; fl.off = [x for x in fl.off if x[1] < s.t]; fl.st(7)
        if nm(fl.pos, s.pos) > 8*max(.5, (s.t - fl.t)/H): s.drift(nm(fl.pos, s.pos)/8)
        fl.to([(s.pos[0] + .01, s.pos[1])], 8); ta, te = alongside(s, fl, float(R.uniform(2, 7))); s.ex.append((ta, te)); fl.ex += [(ta, te)] if R.random() < .5 else []
        rec(INN, 'transfer_flagged', [['from'] + y[1:] for y in fl.idl('x', ta, te)] + [['to'] + y[1:] for y in s.idl('x', ta, te)], [pl('transfer', 'at sea', *s.pos)], ta, te, 'fish and gas oil', 'carrier takes the catch and gives fuel to fishing boats of its own company')
        fl.drift(20, 7); fl.hold(max(0, (END - fl.t)/H), 7); s.at = 'sea'; s.port = via; s.load(); s.go(p, wait=gam(5)); s.hold(R.uniform(20, 70)); s.empty()
    finish(s)
def renamer():
    s = tramp(True, R.random() < .3, fl=fo()); 
    hs = [(a[0], b[0]) for a, b in zip(s.K, s.K[1:]) if b[0] - a[0] > 14*H and abs(a[1] - b[1]) < 1e-9 and 0 < a[0] < 26*D]
    if not hs: return
    a, b = hs[int(R.integers(0, len(hs)))]; t = frac(a, b, R.uniform(.3, .8)); o = s.ids[-1][1]; q = R.random()
    if q < .6: s.newid(t, fo(), keepimo=True); why = 'sold, renamed and reflagged in port; the IMO stays'
    elif q < .8: s.ids.append((t, dict(o, mmsi=mmsi(o['flag'])))); why = 'new radio installed, MMSI corrected'
    else: s.ids.append((t, dict(o, name=o['name'].replace(' ', '') if ' ' in o['name'] else o['name'] + ' 1'))); why = 'name typed anew'
    if R.random() < .5: dark(s, a + H, t)
    if t < END: rec(INN, 'laundered', s.idl('carrier', a, b), [], a, b, 'none', why)
def inn_barge():
    L = int(R.uniform(55, 105)); s = Ship('CN', int(R.choice([70, 79, 90, 99, 31, 33])), L, int(L/5.5), float(R.uniform(5.5, 8)), cls='B' if R.random() < .65 else 'A', noimo=True, dmax=4.1); r = R.random()
    if r < .6: s.ids[0][1]['name'] = str(R.choice(['LIAODAN','LU RONG','XIN HANG','HAI YANG','JI HAI'])) + ' %d' % R.integers(100, 9999)
    elif r < .7: s.ids[0][1]['name'] = ''
    P = [str(x) for x in R.choice(['Dandong','Dandong','Dalian','Weihai','Longkou','Bayuquan','Shidao','Yantai'], 2, replace=False)]
    if P[0] == P[1]: P = ['Dandong', 'Dalian']
    s.begin(P[0], -R.uniform(2, 60)*H); s.hold(R.uniform(3, 40)); i = 0; t0 = max(0, s.t); od = False
    while s.t < END:
        i += 1; a = s.go(P[i % 2], wait=queue('Dalian')*.6); s.hold(R.uniform(10, 70))
        if R.random() < .35: dark(s, a[0] + R.uniform(0, 6)*H, a[1] - R.uniform(0, 5)*H)
    rec(INN, 'barge', s.idl('carrier', t0, END), [pl('origin', P[0]), pl('destination', P[1])], t0, END, str(R.choice(['sand','stone','domestic coal','shells'])), 'coasting barge without IMO between Chinese ports, heard by fits')
def sandfleet():
    p0 = (38.75 + R.normal(0, .05), 123.95 + R.normal(0, .1)); s = Ship('CN', 33, 88, 16, 7, cls='B', noimo=True); s.begin('Dandong', -5*H); s.hold(R.uniform(5, 60))
    while s.t < END: s.goto((39.15 + R.normal(0, .05), 123.6 + R.normal(0, .08)), '', via='ddo'); s.drift(R.uniform(5, 16), rate=.2); s.at = 'sea'; s.go('Dandong'); s.hold(R.uniform(12, 50))
def towed():
    s = kpship(); s.begin('Nampo', -10*H); s.hold(R.uniform(10, 200)); s.goto((37.2 + R.normal(0, .2), 123.8), 'DALIAN', via='ymn'); s.drift(R.uniform(10, 24)); t = Ship('CN', 52, 60, 13, 12); t.begin('Weihai', -10*H); t.hold(max(12, s.t/H - 11)); t.goto((s.pos[0] + .01, s.pos[1]), 'SEA', via='ymn'); ta, te = alongside(s, t, 5.)
    rec(INN, 'transfer_flagged', s.idl('to', ta, te) + t.idl('from', ta, te), [pl('transfer', 'at sea', *s.pos)], ta, te, 'none', 'salvage tug alongside a disabled DPRK coaster, then towed in'); i0 = len(t.K); t.at = 'sea'; t.port = 'ymn'; t.go('Dalian', spd=5.5); tr = t.K[i0:]; s.st(0)
    for a in tr: s.t, s.pos = a[0] + 60, (a[1] - .003, a[2] - .002); s.key()
    s.at = 'roads'; s.port = 'Dalian'; t.hold(max(1, (END - t.t)/H)); s.hold(max(1, (END - s.t)/H), 1)
# ---------------------------------------------------------------- receivers
RXS = [(38.9,121.6,42),(40.2,122.1,32),(39.9,119.6,34),(38.95,117.8,36),(37.85,120.75,36),(37.55,121.4,36),(37.4,122.65,44),(36.9,122.4,36),(36.1,120.5,42),(35.4,119.6,36),(34.7,119.4,34),(39.8,124.1,28),(39.05,122.75,30),
 (31.2,121.9,36),(30.7,122.8,38),(29.95,122.35,44),(28.5,122.0,34),(27.5,121.1,34),(26.2,120.0,34),(25.2,121.7,40),(24.3,120.5,36),(24.45,118.1,34),(22.6,120.3,40),
 (37.4,126.4,42),(36.75,126.15,36),(35.95,126.5,34),(34.65,126.0,40),(34.7,125.3,26),(33.3,126.2,40),(33.5,126.9,40),(34.6,127.9,40),(35.1,129.1,46),(35.5,129.45,40),(36.1,129.5,42),(37.5,129.15,38),(38.2,128.6,34),(37.5,130.85,30),(37.95,124.7,22),
 (34.5,129.3,36),(33.7,130.3,40),(34.0,130.9,38),(35.55,133.2,36),(35.7,135.4,36),(37.9,139.0,38),(38.1,138.3,30),(32.7,128.7,34),(43.1,131.9,40),(42.75,132.95,40),(42.6,131.0,26),(47.0,142.0,30),(36.2,133.2,28)]
def build_rx():
    n = len(RXS); A = np.array(RXS); F = np.exp(R.normal(0, .18, (n, 32))); 
    duct = np.exp(np.abs(R.normal(0, .22, 32))*(R.random(32) < .35)); F *= duct[None, :]; U = np.ones((n, 721), bool)
    for i in range(n):
        for _ in range(R.poisson(2.2)): a = int(R.uniform(0, 720)); U[i, a:a + int(R.gamma(1.3, 9)) + 1] = False
        if R.random() < .1: a = int(R.uniform(0, 500)); U[i, a:a + int(R.uniform(60, 220))] = False
    P = []; t = R.uniform(0, H)
    while t < END: P.append((t, R.uniform(4, 11)*60, R.uniform(.45, 1.), R.normal(128, 9), R.uniform(7, 20))); t += float(R.choice([R.uniform(.4, .9), R.uniform(1.2, 2.0), R.uniform(2.5, 4.5)], p=[.3, .5, .2]))*H
    return A, F, U, P
DENSE = np.array([(31,122.3,1.6),(38.5,119.5,2),(37.5,123,1),(35.5,120.3,1.2),(29.8,122.5,1.4),(37,126,1),(35,129,1.3),(25.5,120,1.3),(33.5,123.8,1.8)])
def sample(s, rx):
    A, F, U, P = rx
    K = sorted(s.K); T = np.array([k[0] for k in K]); LA = np.array([k[1] for k in K]); LO = np.array([k[2] for k in K]); T = np.maximum.accumulate(T + np.arange(len(T))*1e-6)
    f = lambda t: (np.interp(t, T, LA), np.interp(t, T, LO))
    hi = min(END, T[-1]); lo = max(0, T[0]); 
    if hi <= lo: return None
    # emissions: a thinning of what is sent
    g = np.arange(lo, hi, 150.0); la, lo_ = f(g); la2, lo2 = f(g + 300); v = np.hypot((la2 - la)*60, (lo2 - lo_)*60*np.cos(np.radians(la)))*12
    B_ = s.cls == 'B'; rate = np.where(v > .9, 1/(7.5 if not B_ else 10), np.where(v > .25, 1/11, 1/(27 if not B_ else 40)))*150/60
    if s.typ == 60: rate = rate*.8
    pick = R.random(len(g)) < np.clip(rate*1.05, 0, .98); t = g[pick] + R.uniform(0, 150, pick.sum()); t = t[t < hi]
    la, lo_ = f(t); cosl = np.cos(np.radians(la)); d = np.hypot((la[:, None] - A[None, :, 0])*60, (lo_[:, None] - A[None, :, 1])*60*cosl[:, None])
    day = np.minimum((t/D).astype(int), 31); hr = (t/H).astype(int); rng = A[None, :, 2]*F[:, day].T*s.ant*(1. if not B_ else .5)
    p = .88/(1 + np.exp(np.clip((d - rng)/(.1*rng + .5), -30, 30)))*U[:, hr].T; pt = 1 - np.prod(1 - p, axis=1)
    if s.flaky: pt = pt*(.35 + .65*(np.sin(t/D*5 + s.L) > -.2))
    t = t[R.random(len(t)) < pt*.9]
    # satellites
    st = []
    for (a, w, q, lc, lw) in P:
        if a < lo or a + w > hi: continue
        x, y = f(np.array([a])); 
        if abs(y[0] - lc) > lw: continue
        dens = 1 - .7*np.max(np.exp(-((x[0] - DENSE[:, 0])**2 + (y[0] - DENSE[:, 1])**2)/DENSE[:, 2]**2)); pp = q*dens*s.ant*(.75 if not B_ else .07)
        if R.random() < pp: st += list(a + R.uniform(0, w, int(R.integers(1, 4))))
    for a, b in s.ex: # a pass that did hear them
        for _ in range(int(R.integers(3, 7))): st.append(R.uniform(a, b))
    t = np.sort(np.concatenate([t, np.array(st)])); 
    keep = np.ones(len(t), bool)
    for a, b in s.off: keep &= ~((t > a) & (t < b))
    t = t[keep & (t < hi) & (t >= 0)]
    if len(t) == 0: return None
    t = t[np.concatenate([[True], np.diff(t) > 45])]
    la, lo_ = f(t); l2, o2 = f(t + 60); l1, o1 = f(t - 60); dn = (l2 - l1)*60; de = (o2 - o1)*60*np.cos(np.radians(la)); sog = np.hypot(dn, de)*30; cog = np.degrees(np.arctan2(de, dn)) % 360
    ST = sorted(s.ST, key=lambda x: x[0]); si = np.searchsorted([x[0] for x in ST], t, side='right') - 1; stt = np.array([x[1] for x in ST])[np.maximum(si, 0)]
    still = sog < .15; anch = still & (stt == 1)
    ph = t/(6.21*H)*math.pi + s.L; r = (s.L*.8 + 60)/1852/60; la = la + np.where(anch, r*np.sin(ph + .3*np.sin(t/9000)), 0); lo_ = lo_ + np.where(anch, r*1.2*np.cos(ph), 0)
    la = la + R.normal(0, .00007, len(t)); lo_ = lo_ + R.normal(0, .00009, len(t))
    bad = R.random(len(t)) < .0004; la = np.where(bad, la + R.normal(0, .6, len(t)), la); lo_ = np.where(bad, lo_ + R.normal(0, .8, len(t)), lo_)
    sog = np.where(still, np.abs(R.normal(0, .08, len(t)))*np.where(anch, 2, 1), np.abs(sog + R.normal(0, .15, len(t)))); cog = np.where(still, R.uniform(0, 360, len(t)), (cog + R.normal(0, 2, len(t))) % 360)
    berth = (s.L*37 + np.round(la*50)) % 360; hd = np.where(anch, np.degrees(ph) % 360, np.where(still, berth, (cog + R.normal(0, 2.5, len(t))) % 360))
    if not s.nav and s.cls == 'A': stt = np.where(R.random() < .5, 0, np.where(still, stt, stt)) if s.L % 2 else np.full(len(t), 0 if s.L % 3 else 5)
    late = np.roll(stt, int(R.integers(0, 3))); stt = late
    pick_ = lambda S: (lambda Q: [Q[max(0, i)][1] for i in np.searchsorted([x[0] for x in Q], t, side='right') - 1])(sorted(S, key=lambda x: x[0]))
    dr = pick_(s.DR); de_ = pick_(s.DE); idd = pick_(s.ids); rows = []
    ts = np.clip(t + s.clk + np.where(R.random(len(t)) < .004, R.normal(0, 90, len(t)), 0), 0, END - 1).astype(int); lastd = ''
    for i in range(len(t)):
        x = idd[i]; dd = de_[i]; lastd = lastd if dd is None else dd
        if s.cls == 'B': nsx = ''; 
        else: nsx = str(int(stt[i]))
        rows.append((int(ts[i]), '%d,%s,%.5f,%.5f,%.1f,%.1f,%s,%s,%s,%s,%s,%d,%d,%d,%s,%s' % (x['mmsi'], '@', la[i], lo_[i], sog[i], cog[i] % 360 if round(cog[i], 1) < 360 else 0., '%d' % (hd[i] % 360) if s.gyro else '', nsx, x['name'], x['imo'] or '', x['cs'], x['typ'], x['L'], x['W'], '' if dr[i] is None else '%.1f' % dr[i], lastd.strip().replace(',', ' '))))
    return rows
# ---------------------------------------------------------------- main
def main(seed, folder, nh):
    global R
    R = np.random.default_rng(77001 + seed*7919); make_weather()
    if nh is None: nh = int(R.integers(0, 41))
    make_hidden(nh)
    for k, n in (('import', 6), ('lawful_out', 4), ('wait', 3), ('repair', 2), ('cabotage', 4), ('round', 2), ('idle', 4)):
        for _ in range(max(1, n + int(R.integers(-1, 2)))): kp_lawful(k)
    for _ in range(3): kp_tanker_cab()
    for _ in range(4): notified()
    for _ in range(5): foreign_kp('aid')
    for _ in range(4): foreign_kp('transit')
    for _ in range(4): bunkering()
    for _ in range(6): lighter()
    for _ in range(3): reefer()
    for _ in range(7): renamer()
    for _ in range(9): inn_barge()
    for _ in range(6): loiterer()
    mangyong(); towed(); sandfleet(); sandfleet()
    for a, b, v, tb in (('Incheon','Weihai',18,9),('Dalian','Yantai',17,3),('Busan','Hakata',20,6),('Incheon','Dandong',16,9),('Donghae','Vladivostok',16,20),('Pyeongtaek','Lianyungang',17,9),('Busan','Moji',16,9)): ferry(a, b, v, tb)
    for _ in range(26): liner()
    for _ in range(14): tramp(False)
    for _ in range(13): tramp(True, True)
    for _ in range(4): tramp(True, False, [['Kholmsk','Pohang'],['Vostochny','Donghae'],['Posyet','Gwangyang'],['Nakhodka','Lianyungang']][_], 'RU' if _ % 2 else fo())
    for _ in range(28): tramp(True)
    for _ in range(20):
        a = fisher()
        if R.random() < .6: pairboat(a)
    for _ in range(8): harbour(str(R.choice(['Dalian','Qingdao','Shanghai','Busan','Incheon','Kaohsiung','Vladivostok','Ulsan','Ningbo','Yantai'])), int(R.choice([50, 52, 31])))
    while len(SHIPS) < 238: tramp(True) if R.random() < .6 else fisher()
    # MMSIs used twice: fishing boats and barges with a default number, never those of the key
    keyed = {x[2] for r in HID + INN for x in r['ships']}; fr = [s for s in SHIPS if s.typ in (30, 33) and s.ids[0][1]['mmsi'] not in keyed]
    for k in range(3):
        if len(fr) > 2*k+1: fr[2*k+1].ids[0][1]['mmsi'] = fr[2*k].ids[0][1]['mmsi']
    for k, m in enumerate((412000000, 413000000)):
        for s in fr[8+2*k:10+2*k]: s.ids[0][1]['mmsi'] = m
    co = [s for s in SHIPS if s.typ in (70, 79) and s.L < 130 and s.fl not in ('KP',) and len(s.ids) == 1 and s.ids[0][1]['mmsi'] not in keyed]
    for k in range(2):
        if len(co) > 2*k+1: co[2*k+1].ids[0][1]['mmsi'] = co[2*k].ids[0][1]['mmsi']
    rx = build_rx(); allr = []
    for s in SHIPS:
        r = sample(s, rx)
        if r: allr += r
    allr.sort(key=lambda x: x[0]); os.makedirs(folder, exist_ok=True); base = np.datetime64('2018-10-05T00:00:00'); files = []
    days = [[] for _ in range(30)]
    for t, x in allr: days[min(29, t//86400)].append(x.replace('@', str(base + np.timedelta64(t, 's')) + 'Z', 1))
    hd = 'mmsi,timestamp,latitude,longitude,sog_knots,cog,heading,nav_status,ship_name,imo,callsign,ship_type,length_m,width_m,draught_m,destination\n'
    for d in range(30):
        fn = 'strange-%s.csv' % str((base + np.timedelta64(d, 'D')).astype('datetime64[D]')); files.append(fn)
        with open(os.path.join(folder, fn), 'w') as f: f.write(hd); f.write('\n'.join(days[d]) + '\n')
    HID.sort(key=lambda r: r['begin']); inn = sorted(INN, key=lambda r: r['begin'])
    must = [r for r in inn if r['kind'] in ('delivery', 'laundered', 'barge') or 'coal' in r['goods']]; rest = [r for r in inn if not any(r is m for m in must)]
    room = max(10, 112 - len(must)); 
    if len(rest) > room: rest = [rest[i] for i in sorted(R.choice(len(rest), room, replace=False))]
    inn = sorted(must + rest, key=lambda r: r['begin'])
    for p, L in (('h', HID), ('i', inn)):
        for i, r in enumerate(L): r['id'] = '%s%d' % (p, i+1)
    json.dump(dict(files=files, hidden=HID, innocent=inn), open(os.path.join(folder, 'key.json'), 'w'), indent=1, default=lambda o: o.item())
if __name__ == '__main__':
    a = sys.argv[1:]; nh = None
    if '--hidden' in a: i = a.index('--hidden'); nh = int(a[i+1]); del a[i:i+2]
    main(int(a[0]), a[1], nh)
