"""One month of AIS, Yellow Sea to Sea of Japan, October 2018. python strange_o.py SEED FOLDER [--hidden N]"""
import sys, os, math, json, heapq, datetime
import numpy as np

# ----------------------------------------------------------------- geography
# sea nodes: name -> (lat, lon, half width in nm of the jitter of tracks)
NODES = {
 'BH_C':(38.75,119.4,2.5),'TJ_A':(38.86,118.15,.5),'QH_A':(39.72,119.95,1),'JT_A':(39.05,119.25,.8),'HH_A':(38.40,118.25,.5),
 'LD_S':(39.30,120.6,2),'BY_A':(40.18,121.80,.8),'LT_W':(38.62,120.45,.8),'LT':(38.58,120.95,.4),'LT_E':(38.43,121.55,1),
 'LK_N':(38.05,119.95,1.2),'LK_A':(37.76,120.25,.4),'PL_A':(37.865,120.73,.1),'YT_A':(37.64,121.55,.5),
 'DL_A':(38.86,121.88,.5),'NYS_W':(38.15,122.2,2),'NYS_C':(38.25,123.1,3),'HY_S':(38.75,123.3,2),'DD_S':(39.30,123.85,1.2),'DD_A':(39.58,124.03,.4),
 'KB':(38.45,124.0,2.5),'NP_A':(38.63,124.70,.5),'KBS':(37.75,124.15,2.),'HJ_O':(37.45,124.75,.6),'HJ_A':(37.58,125.25,.3),
 'CS_N':(37.68,122.72,.7),'CS':(37.50,123.02,.7),'CS_S':(36.95,123.05,1.2),'WH_A':(37.52,122.32,.3),'SD_A':(36.78,122.55,.5),
 'YS_NW':(36.3,122.2,2.5),'QD_A':(35.90,120.62,.6),'RZ_A':(35.30,119.85,.8),'LY_A':(34.85,119.85,.8),'YS_W':(35.0,121.3,3),
 'YS_C':(35.6,123.2,4),'YS_M':(36.9,124.2,3),'YS_S':(33.7,123.2,4),'SH_N':(32.3,123.0,3),'MA':(30.45,123.05,1),'GT_S':(32.2,128.2,1),'GT_W':(33.05,128.2,1),'MU':(40.95,130.15,1),'NT':(37.25,136.3,.8),'PL_E':(37.89,120.92,.2),'YT_M':(37.70,122.0,.5),'CJK':(31.08,122.65,.8),
 'ECS_N':(31.0,123.5,3),'ECS_C':(29.6,123.4,3),'NB_A':(29.70,122.62,.6),'ECS_S':(27.6,122.0,3),'TWS':(26.1,120.7,3),'X_S':(24.6,119.4,3),
 'KL_A':(25.35,121.75,.5),'KL_E':(25.9,122.6,2),'ECS_E':(30.4,125.3,5),'ECS_F':(28.3,124.6,5),
 'IC_A':(36.98,125.95,.3),'IC_S':(36.85,125.55,.8),'KW1':(36.5,125.2,1.5),'KW2':(35.5,125.2,2),'KW3':(34.55,124.8,1.2),'GS_A':(35.92,126.15,.5),
 'KS1':(33.85,125.55,1.2),'KS2':(33.72,126.55,.8),'KS3':(33.95,127.6,1.2),'YS_A':(34.45,127.98,.5),'KS4':(34.55,128.75,1.),'BS_A':(34.97,129.15,.4),
 'KST':(34.95,129.42,.7),'US_A':(35.40,129.55,.5),'HMG':(36.0,129.85,.8),'PH_A':(36.18,129.60,.4),'DH_A':(37.48,129.35,.5),
 'KSE':(34.12,129.58,.8),'KSE2':(34.7,130.2,1.5),'HK_A':(33.80,130.15,.4),'KK_A':(34.08,130.62,.4),'NG_W':(32.25,129.2,1),'NG_A':(32.68,129.60,.4),
 'JJ_S':(32.85,126.4,2),'JJ_W':(33.1,125.2,2),'JJ_E':(33.2,127.6,1.5),'SK':(31.2,129.3,2),'X_E':(29.6,130.9,3),
 'SJ1':(36.2,130.5,3),'SJ2':(38.2,130.0,4),'SJ3':(40.0,130.5,4),'SJ_W':(39.3,128.5,1.5),'WS_A':(39.28,127.80,.5),'HN_A':(39.70,127.75,.5),
 'TC_A':(40.30,129.10,.6),'CJ_A':(41.68,130.00,.6),'RJ_A':(42.05,130.40,.6),'PO_A':(42.48,131.0,.5),'SL_A':(42.68,131.60,.4),'VV_S':(42.60,132.0,.8),'VV_A':(42.92,132.03,.15),
 'NH_A':(42.60,133.0,.5),'SJ_N':(41.6,131.6,3),'SJ_J1':(35.3,131.6,1.5),'SJ_J2':(35.75,132.8,.6),'SK_A':(35.68,133.4,.3),'SJ_J3':(36.2,135.0,2),
 'MZ_A':(35.68,135.42,.3),'KZ_A':(36.72,136.5,.4),'SJ_J4':(37.75,136.9,1.5),'NI_W':(37.68,138.05,.6),'NI_A':(38.02,138.95,.4),'SJ_C':(39.2,134.6,4),'X_T':(41.2,139.6,2),'SJ_NE':(40.6,137.5,3),
}
EDGES = '''BH_C-TJ_A BH_C-QH_A BH_C-JT_A BH_C-HH_A HH_A-TJ_A BH_C-LT_W LD_S-LT_W LD_S-BY_A LD_S-QH_A LD_S-BH_C BH_C-LK_N LK_N-LK_A LK_N-LT_W LT_W-LT LT-LT_E
LK_A-PL_A PL_A-PL_E PL_E-YT_A YT_A-LT_E YT_A-YT_M YT_M-WH_A YT_M-CS_N WH_A-CS_N YT_A-NYS_W LT_E-DL_A DL_A-NYS_W LT_E-NYS_W LT_E-CS_N DL_A-CS_N DL_A-HY_S NYS_W-CS_N NYS_W-NYS_C NYS_C-KB NYS_C-CS HY_S-DD_S HY_S-NYS_C HY_S-KB DD_S-DD_A DD_S-KB
KB-NP_A KB-KBS NYS_C-KBS KBS-NP_A KBS-HJ_O HJ_O-HJ_A KBS-YS_M KBS-CS HJ_O-YS_M CS_N-CS CS-CS_S CS_S-SD_A CS_S-YS_NW CS_S-YS_C CS-YS_M SD_A-YS_NW YS_NW-QD_A YS_NW-YS_W QD_A-RZ_A QD_A-YS_W RZ_A-LY_A RZ_A-YS_W LY_A-YS_W
YS_W-YS_S YS_W-YS_C YS_C-YS_M YS_C-YS_S YS_S-SH_N YS_W-SH_N SH_N-CJK SH_N-ECS_N CJK-ECS_N ECS_N-ECS_C ECS_C-NB_A CJK-MA MA-NB_A MA-ECS_N NB_A-ECS_S ECS_C-ECS_S ECS_S-TWS TWS-X_S ECS_S-KL_A KL_A-TWS KL_A-KL_E KL_E-ECS_F ECS_F-ECS_C ECS_F-ECS_E ECS_E-ECS_N ECS_E-ECS_C ECS_E-JJ_W ECS_E-JJ_S
ECS_F-JJ_S KL_E-ECS_S YS_S-ECS_E YS_S-JJ_W YS_S-KW3 YS_C-KW2 YS_C-KW3 YS_M-KW1 YS_M-IC_S IC_A-IC_S IC_S-KW1 CS-IC_S KW1-KW2 KW2-GS_A KW2-KW3 KW3-KS1 KW3-JJ_W KS1-KS2 KS2-KS3 KS3-YS_A KS3-KS4 YS_A-KS4 KS4-BS_A BS_A-KST KS4-KST
BS_A-US_A KST-US_A US_A-HMG KST-HMG HMG-PH_A HMG-SJ1 HMG-DH_A DH_A-SJ2 DH_A-PH_A KST-SJ1 JJ_W-JJ_S JJ_S-JJ_E JJ_E-KS4 JJ_E-KSE JJ_E-GT_S ECS_N-JJ_S SH_N-JJ_S SH_N-JJ_W KSE-KSE2 KSE-HK_A KSE2-HK_A KSE2-KK_A KSE2-SJ1 KSE2-SJ_J1 NG_W-NG_A NG_W-GT_S GT_S-GT_W GT_W-KSE GT_W-JJ_E GT_S-JJ_S BS_A-KSE2
NG_W-SK SK-X_E JJ_S-SK ECS_E-SK ECS_N-SK SJ1-SJ2 SJ2-SJ3 SJ2-SJ_W SJ_W-WS_A SJ_W-HN_A WS_A-HN_A SJ_W-TC_A SJ3-TC_A SJ3-CJ_A SJ3-SJ_N CJ_A-RJ_A RJ_A-PO_A CJ_A-SJ_N RJ_A-SJ_N PO_A-VV_S SL_A-VV_S VV_S-VV_A VV_S-NH_A SJ_N-VV_S SJ_N-NH_A TC_A-MU MU-CJ_A MU-SJ3 SJ3-RJ_A PO_A-SJ_N
SJ1-SJ_J1 SJ_J1-SJ_J2 SJ_J2-SK_A SJ_J2-SJ_J3 SK_A-SJ_J3 SJ_J3-MZ_A SJ_J3-KZ_A SJ_J3-SJ_J4 KZ_A-NT NT-SJ_J4 SJ_J4-NI_W NI_W-NI_A SJ_J4-SJ_C SJ_C-SJ1 SJ_C-NH_A SJ_C-SJ_N SJ_C-SJ_NE SJ_NE-X_T SJ_NE-NI_A SJ_C-SJ_J3 SJ_NE-NH_A'''.split()
# port: cc, node, approach from node to berth, berth heading, anchorage, names typed by crews, tide (hours of HW mod 12.42 or None), land side receivers irrelevant
PORTS = {
 'Nampo':('KP','NP_A',[(38.60,124.95),(38.645,125.08),(38.684,125.165),(38.695,125.30)],(38.716,125.395),80,(38.60,124.72,2.5),['NAMPO','NAMPHO','KPNAM','NAMPO DPRK','NAMPO PORT'],4.5),
 'Taean':('KP','NP_A',[(38.60,124.95),(38.645,125.08),(38.684,125.165),(38.695,125.30),(38.709,125.42)],(38.706,125.50),70,(38.60,124.72,2.5),['TAEAN','NAMPO','KPNAM','DAEAN'],4.5),
 'Songnim':('KP','NP_A',[(38.60,124.95),(38.645,125.08),(38.684,125.165),(38.695,125.30),(38.709,125.42),(38.700,125.52)],(38.742,125.630),20,(38.60,124.72,2.5),['SONGNIM','KPSON','NAMPO'],4.8),
 'Haeju':('KP','HJ_A',[(37.68,125.52),(37.74,125.64),(37.82,125.70),(37.92,125.72)],(37.985,125.705),20,(37.75,125.66,.6),['HAEJU','KPHAE','HAE JU'],5.2),
 'Chongjin':('KP','CJ_A',[(41.745,129.88)],(41.768,129.815),100,(41.73,129.90,1),['CHONGJIN','KPCHO','CHONG JIN'],None),
 'Hungnam':('KP','HN_A',[(39.79,127.66)],(39.822,127.632),10,(39.76,127.67,1),['HUNGNAM','KPHGM','HUNG NAM'],None),
 'Wonsan':('KP','WS_A',[(39.24,127.60),(39.19,127.50)],(39.168,127.45),60,(39.22,127.55,.7),['WONSAN','KPWON'],None),
 'Kimchaek':('KP','TC_A',[(40.62,129.25)],(40.660,129.205),40,(40.62,129.27,.8),['KIMCHAEK','SONGJIN','KPSON'],None),
 'Rajin':('KP','RJ_A',[(42.16,130.32),(42.21,130.295)],(42.235,130.285),0,(42.12,130.33,.6),['RAJIN','KPRJN','NAJIN','RASON'],None),
 'Dalian':('CN','DL_A',[(38.92,121.72)],(38.935,121.655),90,(38.87,121.98,2),['DALIAN','CN DLC','CNDLC','DL','DALIAN CHINA'],None),
 'Dandong':('CN','DD_A',[(39.73,124.10)],(39.825,124.135),0,(39.60,124.03,1.5),['DANDONG','CNDDG','DONGGANG','DAN DONG'],5.0),
 'Bayuquan':('CN','BY_A',[(40.25,122.0)],(40.295,122.085),60,(40.17,121.75,2),['BAYUQUAN','CN BYQ','YINGKOU','BYQ'],None),
 'Qinhuangdao':('CN','QH_A',[(39.85,119.70)],(39.905,119.63),30,(39.70,119.85,2),['QINHUANGDAO','CNSHP','QHD'],None),
 'Jingtang':('CN','JT_A',[(39.16,119.08)],(39.207,119.01),10,(39.05,119.25,1.5),['JINGTANG','CNJTG','TANGSHAN'],None),
 'Tianjin':('CN','TJ_A',[(38.93,117.95)],(38.975,117.80),90,(38.82,118.10,2),['TIANJIN','CNTXG','XINGANG','CN TSN'],None),
 'Huanghua':('CN','HH_A',[(38.36,118.05)],(38.325,117.88),90,(38.40,118.28,1.5),['HUANGHUA','CNHUH'],None),
 'Longkou':('CN','LK_A',[(37.70,120.26)],(37.660,120.31),45,(37.77,120.20,1),['LONGKOU','CNLKU','LONG KOU'],None),
 'Penglai':('CN','PL_A',[(37.85,120.72)],(37.832,120.72),90,(37.85,120.92,.4),['PENGLAI','CNPLI'],None),
 'Yantai':('CN','YT_A',[(37.60,121.45)],(37.565,121.395),0,(37.66,121.58,1.2),['YANTAI','CN YNT','CNYNT'],None),
 'Weihai':('CN','WH_A',[(37.485,122.255),(37.47,122.225)],(37.445,122.195),0,(37.53,122.34,.7),['WEIHAI','CNWEI'],None),
 'Shidao':('CN','SD_A',[(36.84,122.46)],(36.880,122.425),0,(36.80,122.50,1),['SHIDAO','CNSHD','SHI DAO'],None),
 'Qingdao':('CN','QD_A',[(35.99,120.42),(36.035,120.315)],(36.06,120.305),0,(35.92,120.60,2),['QINGDAO','CN TAO','CNTAO','TSINGTAO'],None),
 'Rizhao':('CN','RZ_A',[(35.35,119.62)],(35.375,119.56),30,(35.28,119.85,2),['RIZHAO','CN RZH','CNRZH'],None),
 'Lanshan':('CN','RZ_A',[(35.10,119.50)],(35.085,119.37),90,(35.12,119.68,2),['LANSHAN','CNLSN','LAN SHAN'],None),
 'Lianyungang':('CN','LY_A',[(34.78,119.58)],(34.745,119.465),110,(34.86,119.82,2.5),['LIANYUNGANG','CN LYG','CNLYG','LYG'],3.0),
 'Shanghai':('CN','CJK',[(31.10,122.30),(31.20,121.97),(31.30,121.76)],(31.365,121.605),130,(31.10,122.55,2),['SHANGHAI','CN SHA','CNSHG','CJK','WAIGAOQIAO'],0.5),
 'Taicang':('CN','CJK',[(31.10,122.30),(31.20,121.97),(31.30,121.76),(31.40,121.54),(31.55,121.32)],(31.64,121.225),135,(31.10,122.55,2),['TAICANG','CNTAC','CJK','CHANGJIANG'],0.5),
 'Ningbo':('CN','NB_A',[(29.69,122.385),(29.75,122.315),(29.765,122.28),(29.83,122.215),(29.90,122.15),(29.92,122.10),(29.92,122.045),(29.945,121.98)],(29.95,121.905),100,(29.74,122.50,1.5),['NINGBO','CN NGB','BEILUN','NINGBO CHINA'],None),
 'Zhoushan':('CN','NB_A',[(29.76,122.55)],(29.80,122.50),60,(29.80,122.62,2),['ZHOUSHAN','CN ZOS','ZHOU SHAN','CNZOS'],None),
 'Incheon':('KR','IC_A',[(37.04,126.17),(37.17,126.30),(37.25,126.38),(37.295,126.45),(37.35,126.52)],(37.45,126.60),0,(37.20,126.32,.3),['INCHEON','KRINC','INCHON'],4.4),
 'Pyeongtaek':('KR','IC_A',[(37.04,126.17),(37.08,126.45),(37.01,126.70)],(36.975,126.82),60,(37.08,126.38,.4),['PYEONGTAEK','KRPTK'],4.6),
 'Gunsan':('KR','GS_A',[(35.95,126.40)],(35.975,126.58),80,(35.92,126.25,1),['GUNSAN','KRKUV','KUNSAN'],3.6),
 'Yeosu':('KR','YS_A',[(34.62,127.86),(34.70,127.84),(34.76,127.787),(34.83,127.785)],(34.86,127.765),0,(34.68,127.84,.6),['YEOSU','KRYOS','GWANGYANG','KRKAN'],None),
 'Busan':('KR','BS_A',[(35.05,129.115),(35.09,129.085)],(35.105,129.062),130,(35.02,129.13,.5),['BUSAN','KRPUS','PUSAN','KR PUS'],None),
 'Ulsan':('KR','US_A',[(35.44,129.44)],(35.50,129.385),0,(35.43,129.45,.8),['ULSAN','KRUSN'],None),
 'Pohang':('KR','PH_A',[(36.09,129.48)],(36.03,129.40),40,(36.08,129.47,.6),['POHANG','KRKPO'],None),
 'Donghae':('KR','DH_A',[(37.49,129.18)],(37.495,129.135),0,(37.50,129.22,.6),['DONGHAE','KRTGH'],None),
 'Vladivostok':('RU','VV_A',[(43.005,131.965),(43.035,131.93),(43.07,131.897)],(43.105,131.89),60,(42.97,132.05,.7),['VLADIVOSTOK','RU VVO','RUVVO'],None),
 'Nakhodka':('RU','NH_A',[(42.72,132.92)],(42.79,132.88),0,(42.72,132.95,.8),['NAKHODKA','RUNJK','RU NJK'],None),
 'Vostochny':('RU','NH_A',[(42.70,133.03)],(42.735,133.07),90,(42.68,132.99,.6),['VOSTOCHNY','RUVYP'],None),
 'Slavyanka':('RU','SL_A',[(42.80,131.50)],(42.855,131.42),0,(42.80,131.47,.4),['SLAVYANKA','RUSLA'],None),
 'Posyet':('RU','PO_A',[(42.57,130.88)],(42.645,130.80),20,(42.56,130.90,.5),['POSYET','RUPOS'],None),
 'Zarubino':('RU','PO_A',[(42.59,131.10)],(42.637,131.085),0,(42.56,131.10,.4),['ZARUBINO','RUZAR'],None),
 'Hakata':('JP','HK_A',[(33.68,130.28)],(33.615,130.385),0,(33.68,130.27,.4),['HAKATA','JPHKT','JP HKT'],None),
 'Kitakyushu':('JP','KK_A',[(33.98,130.75)],(33.945,130.80),60,(34.02,130.70,.5),['KITAKYUSHU','JPKKJ','MOJI'],None),
 'Nagasaki':('JP','NG_A',[(32.70,129.78)],(32.735,129.86),30,(32.69,129.75,.3),['NAGASAKI','JPNGS'],None),
 'Sakaiminato':('JP','SK_A',[(35.58,133.30)],(35.545,133.25),70,(35.60,133.33,.4),['SAKAIMINATO','JPSMN'],None),
 'Maizuru':('JP','MZ_A',[(35.59,135.365),(35.555,135.335),(35.52,135.337)],(35.475,135.37),20,(35.60,135.38,.3),['MAIZURU','JPMAI'],None),
 'Kanazawa':('JP','KZ_A',[(36.64,136.57)],(36.615,136.60),0,(36.67,136.55,.5),['KANAZAWA','JPKNZ'],None),
 'Niigata':('JP','NI_A',[(37.98,139.05)],(37.945,139.08),0,(38.00,139.00,.5),['NIIGATA','JPKIJ'],None),
 'Keelung':('TW','KL_A',[(25.18,121.75)],(25.14,121.745),20,(25.22,121.76,.6),['KEELUNG','TWKEL','TW KEL'],None),
 'Taichung':('TW','TWS',[(25.4,120.5),(24.6,120.2),(24.32,120.40)],(24.285,120.51),60,(24.36,120.38,.8),['TAICHUNG','TWTXG','TW TXG'],None),
}
# open sea places: lat, lon, radius of scatter nm, node
SITES = {
 'East China Sea, 130 nm ESE of Shanghai':(30.45,124.35,22,'ECS_N'),'East China Sea, off Zhoushan':(29.55,124.05,18,'ECS_C'),
 'East China Sea, 29N 125E':(29.0,125.0,25,'ECS_F'),'East China Sea, 27N 123E':(27.0,123.0,20,'ECS_S'),'East China Sea, SW of Jeju':(32.0,125.1,18,'JJ_W'),
 'Korea Bay':(38.75,124.05,8,'KB'),'Yellow Sea, W of Cho-do':(38.35,124.2,9,'KB'),'Yellow Sea, middle':(37.2,123.85,10,'YS_M'),'Yellow Sea, south':(34.4,122.9,14,'YS_S'),
 'Sea of Japan, off Chongjin':(41.2,130.6,12,'CJ_A'),'Sea of Japan, off Wonsan':(39.35,129.3,10,'SJ_W'),
}
STATIONS = [ # lat, lon, range nm (class A), quality
 (38.90,121.60,42,.9),(39.85,124.2,26,.55),(40.25,122.1,32,.8),(39.92,119.6,34,.8),(38.98,117.8,32,.85),(38.95,118.6,30,.7),(37.70,120.4,34,.75),(37.55,121.4,42,.9),(37.40,122.6,45,.9),(36.9,122.45,38,.8),
 (36.05,120.35,45,.92),(35.4,119.55,36,.85),(34.75,119.5,36,.8),(32.9,120.9,28,.4),(31.3,121.9,42,.9),(31.0,122.8,28,.55),(29.95,122.3,42,.9),(28.5,121.7,34,.65),(27.2,120.6,34,.55),(26.0,119.8,34,.65),(25.2,121.7,42,.85),(24.3,120.5,32,.7),
 (37.45,126.5,46,.92),(37.0,126.3,36,.85),(36.0,126.5,38,.85),(34.75,126.0,46,.85),(33.5,126.6,62,.9),(34.7,127.8,42,.9),(35.05,129.05,48,.95),(35.5,129.4,42,.95),(36.05,129.5,46,.9),(37.5,129.2,44,.8),(38.3,128.6,34,.5),
 (34.4,129.3,50,.8),(33.6,130.3,42,.9),(32.8,129.5,46,.85),(34.9,131.9,34,.5),(35.6,133.3,40,.7),(35.7,135.3,36,.7),(36.8,136.7,40,.7),(38.0,138.9,40,.75),
 (43.1,132.0,45,.85),(42.75,133.0,44,.85),(42.62,130.85,30,.5),(41.3,140.2,40,.6),
 (37.96,124.70,24,.16),(37.5,130.9,40,.5)]
# ------------------------------------------------------------------ helpers
DAY = 86400.0; H = 3600.0; T_END = 30 * DAY; RAD = math.pi / 180
SAIL, ANCH, MOOR, DRIFT, STS, FISH = 0, 1, 2, 3, 4, 5

def dist(a, b):
    dy = (b[0] - a[0]) * 60; dx = (b[1] - a[1]) * 60 * math.cos((a[0] + b[0]) / 2 * RAD)
    return math.hypot(dx, dy)

def brg(a, b):
    dy = (b[0] - a[0]); dx = (b[1] - a[1]) * math.cos((a[0] + b[0]) / 2 * RAD)
    return math.degrees(math.atan2(dx, dy)) % 360

def off(p, br, d):
    la = p[0] + d / 60 * math.cos(br * RAD)
    return (la, p[1] + d / 60 * math.sin(br * RAD) / math.cos(p[0] * RAD))

ADJ = {}
for _e in EDGES:
    _a, _b = _e.split('-')
    _d = dist(NODES[_a], NODES[_b])
    ADJ.setdefault(_a, []).append((_b, _d)); ADJ.setdefault(_b, []).append((_a, _d))
# ships of the DPRK keep out of the ROK's waters and the Jeju strait
KEEP_OUT = {'KS1', 'KS2', 'KS3', 'KS4', 'YS_A', 'KW1', 'KW2', 'KW3', 'GS_A', 'IC_S', 'IC_A', 'KST', 'BS_A', 'US_A', 'PH_A', 'DH_A', 'HMG'}
_RT = {}

def nodes_between(a, b, kp, alt=None):
    key = (a, b, kp)
    if alt is None and key in _RT: return _RT[key]
    best = {a: 0.0}; prev = {}; q = [(0.0, a)]
    while q:
        d, n = heapq.heappop(q)
        if n == b: break
        if d > best[n]: continue
        for m, w in ADJ[n]:
            if kp and m in KEEP_OUT and m != b: continue
            if alt is not None: w = w * alt(n, m)
            if d + w < best.get(m, 1e9):
                best[m] = d + w; prev[m] = n; heapq.heappush(q, (d + w, m))
    out = [b]
    while out[-1] != a: out.append(prev[out[-1]])
    out.reverse()
    if alt is None: _RT[key] = out
    return out

FLAGS = {'CN': ([412, 413, 414], 'B'), 'HK': ([477], 'VR'), 'PA': ([351, 352, 353, 354, 355, 356, 357, 370, 371, 372], '3F'), 'LR': ([636], 'A8'), 'MH': ([538], 'V7'),
 'KR': ([440, 441], 'D'), 'JP': ([431, 432], 'J'), 'RU': ([273], 'U'), 'KP': ([445], 'HM'), 'TG': ([671], '5V'), 'SL': ([667], '9L'), 'BZ': ([312], 'V3'), 'KM': ([616, 620], 'D6'),
 'MN': ([457], 'JV'), 'TW': ([416], 'B'), 'PW': ([511], 'T8'), 'VN': ([574], '3W'), 'SG': ([563, 564, 565], '9V'), 'KH': ([514, 515], 'XU'), 'TZ': ([677], '5I'), 'FJ': ([520], '3D'), 'DM': ([325], 'J7'), 'KI': ([529], 'T3')}
CNW1 = 'HUA XIN HONG JIN HAI SHUN FENG YUAN DA TONG AN JI XIANG LONG MING YANG HONG HENG TAI RUI FU GUO XING ZHONG CHANG SHENG BO YONG'.split()
CNW2 = 'HAI YANG DA FA SHENG SHUN LONG HANG FENG TONG YUAN HE PING XIN AN TAI HUI LE CHENG'.split()
ENW1 = 'OCEAN ASIAN GOLDEN PACIFIC BRIGHT EASTERN GRAND SUNNY LUCKY NEW STAR GLORY ORIENT BLUE FORTUNE ROYAL SEA MORNING SILVER GREAT'.split()
ENW2 = 'HOPE PIONEER STAR GRACE HARVEST WAY FORTUNE DREAM SPIRIT WISDOM TRADER BRIDGE PEARL VENUS ACE GLORY LILY VICTORY PEACE UNITY'.split()
KPW1 = 'TAE CHOL KUM SAM PAEK UN RYO HAE NAM TONG PO MYONG KUN CHONG RYONG SONG JON HWA SU JANG TO WON SIN KANG'.split()
KPW2 = 'SAN BONG GANG SONG MYONG JIN RYU UNG CHON HUNG PHYONG SIN DOK GYONG HUNG IL'.split()
KRW = 'HANYANG DAEHO SAMYANG DONGJIN WOORI HAEIN SEOHAE KUMYANG NAMSUNG SHINIL HANJOO SEYANG'.split()
JPW = 'KIYO SHOTOKU EISHIN FUKUYO TAIKO HOSEI NIKKO RYUSEI ASAHI KOYO MEISEI SUMIHO'.split()
RUW = 'KAPITAN|AMUR|SIBIR|PRIMORYE|VOSTOK|USSURI|ANGARA|TAYGA|ZALIV|ALDAN'.split('|')

class World:
    def __init__(w, seed):
        w.r = np.random.default_rng(seed); w.ships = []; w.hidden = []; w.innocent = []; w.used = set(); w.names = set()
        r = w.r
        # storms: Kong-rey on 5-7 October, then cold-front gales
        w.ty = [(-2 * DAY, 23.5, 126.5), (0, 26.8, 126.4), (12 * H, 29.3, 126.2), (DAY, 33.4, 128.0), (30 * H, 35.6, 129.8), (36 * H, 38.2, 133.0), (48 * H, 42.2, 140.5), (60 * H, 45, 150)]
        w.gales = [(r.uniform(6, 28) * DAY, r.uniform(.6, 1.6) * DAY, r.uniform(34, 40), r.uniform(121, 133), r.uniform(150, 320), r.uniform(.35, .75)) for _ in range(4)]
        w.tyT = np.array([x[0] for x in w.ty])
    def ch(w, xs, p=None):
        if p is not None: p = np.array(p, float); p = p / p.sum()
        return xs[int(w.r.choice(len(xs), p=p))]
    def wx(w, t, p, L):
        """speed factor of the weather"""
        f = 1.0; k = min(1.0, 110.0 / L)
        if -2 * DAY < t < 2.5 * DAY:
            c = (np.interp(t, w.tyT, [x[1] for x in w.ty]), np.interp(t, w.tyT, [x[2] for x in w.ty]))
            d = dist(c, p)
            if d < 260: f *= 1 - (.25 + .4 * (1 - d / 260)) * (.6 + .4 * k)
        for t0, du, la, lo, rad, sev in w.gales:
            if t0 < t < t0 + du and dist((la, lo), p) < rad: f *= 1 - .4 * sev * k
        return max(f, .25)
    def storm_at(w, t, p):
        if -2 * DAY < t < 2.2 * DAY:
            c = (np.interp(t + 8 * H, w.tyT, [x[1] for x in w.ty]), np.interp(t + 8 * H, w.tyT, [x[2] for x in w.ty]))
            return dist(c, p) < 230
        return any(t0 < t < t0 + du * .8 and sev > .6 and dist((la, lo), p) < rad * .7 for t0, du, la, lo, rad, sev in w.gales)
    # -- names and numbers
    def mmsi(w, flag):
        while True:
            m = int(w.ch(FLAGS[flag][0])) * 1000000 + int(w.r.integers(0, 1000000 if flag != 'KP' else 300) * (1 if flag != 'KP' else 1000) + (w.r.integers(0, 1000) if flag == 'KP' else 0))
            if m not in w.used: w.used.add(m); return m
    def imo(w, bad=False):
        while True:
            d = str(int(w.ch([8, 9, 9]))) + ''.join(str(int(x)) for x in w.r.integers(0, 10, 5))
            c = sum(int(x) * (7 - i) for i, x in enumerate(d)) % 10
            if bad: c = (c + int(w.r.integers(1, 10))) % 10
            n = int(d + str(c))
            if n not in w.used: w.used.add(n); return n
    def call(w, flag):
        A = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'; r = w.r; L = lambda n: ''.join(A[int(i)] for i in r.integers(0, 26, n)); D = lambda n: ''.join(str(int(i)) for i in r.integers(2, 10, n))
        pre = FLAGS[flag][1]
        if flag == 'KP': return 'HM' + L(2) + (D(1) if r.random() < .6 else '')
        if flag in ('CN', 'RU', 'TW'): return pre + L(3) + (D(1) if flag == 'RU' else '')
        if flag in ('KR', 'JP'): return pre + L(1 if flag == 'KR' else 3) + (L(2) + D(1) if flag == 'KR' else D(0 if r.random() < .3 else 2))
        return pre + L(2) + (D(1) if r.random() < .6 else '')
    def name(w, flag, tank=False):
        for _ in range(50):
            r = w.r; c = w.ch
            if flag == 'KP': n = c(KPW1) + ' ' + c(KPW2) + (' %d' % r.integers(1, 10) if r.random() < .4 else '')
            elif flag == 'CN' or (flag in ('HK', 'PA', 'SL', 'TG', 'BZ', 'KM', 'KH', 'FJ', 'KI') and r.random() < .5):
                n = c(CNW1) + ' ' + c(CNW2) + (' %d' % w.ch([1, 2, 6, 7, 8, 9, 16, 18, 66, 68, 88, 99, 128, 168]) if r.random() < .6 else '')
            elif flag == 'KR': n = c(KRW) + ' ' + (c(['HOPE', 'PIONEER', 'ACE', 'NO.%d' % r.integers(1, 19), 'GLORY', 'STAR']))
            elif flag == 'JP': n = c(JPW) + ' MARU' + (' NO.%d' % r.integers(2, 30) if r.random() < .3 else '')
            elif flag == 'RU': n = c(RUW) + ' ' + c(['', '2', 'LEADER', 'MASTER', 'EXPRESS', 'IVANOV', 'TRADER']).strip()
            else: n = c(ENW1) + ' ' + c(ENW2) + (' %d' % r.integers(1, 10) if r.random() < .2 else '')
            n = n.strip()[:20]
            if n not in w.names: break
        w.names.add(n); return n
    # -- places
    def berth(w, p):
        v = PORTS[p]; h = v[4]; q = off(v[3], h, w.r.uniform(-.25, .25))
        return dict(name=p, port=p, cc=v[0], node=v[1], path=list(v[2]) + [q], kind='berth', hdg=(h + 180 * w.r.integers(0, 2) + w.r.normal(0, 2)) % 360)
    def anch(w, p):
        v = PORTS[p]; a = v[5]
        return dict(name=p + ' roads', port=p, cc=v[0], node=v[1], path=[off(a, w.r.uniform(0, 360), a[2] * math.sqrt(w.r.uniform(0, 1)))], kind='anch')
    def site(w, n):
        v = SITES[n]
        return dict(name=n, port=None, cc=None, node=v[3], path=[off(v, w.r.uniform(0, 360), v[2] * math.sqrt(w.r.uniform(0, 1)))], kind='sea')
    def at(w, p, node, name='at sea'):
        return dict(name=name, port=None, cc=None, node=node, path=[p], kind='sea')
    def node(w, n):
        v = NODES[n]
        return dict(name='open sea', port=None, cc=None, node=n, path=[off(v, w.r.uniform(0, 360), v[2] * w.r.uniform(0, 1))], kind='sea')
    def ent(w, kind, ships, places, b, e, goods, note):
        return dict(kind=kind, _s=ships, _p=places, begin=b, end=e, goods=goods, note=note)
    def hid(w, *a): w.hidden.append(w.ent(*a))
    def inn(w, *a): w.innocent.append(w.ent(*a))

class Ship:
    def __init__(s, w, flag, typ, L, spd, cls='A', dl=None, db=None, imo=True, name=None, rx=None, B=None, mmsi=None):
        r = w.r; s.w = w; s.flag = flag; s.typ = typ; s.L = L; s.B = B or max(4, round(L / r.uniform(5.7, 6.8))); s.spd = spd; s.cls = cls
        s.dl = round(dl if dl is not None else L / 17.0 + r.normal(0, .25), 1); s.db = round(db if db is not None else s.dl * r.uniform(.48, .62), 1)
        s.ids = [(-1e9, dict(mmsi=mmsi or w.mmsi(flag), name=name or w.name(flag), imo=w.imo() if imo else None, call=w.call(flag) if cls == 'A' or r.random() < .4 else '', flag=flag, type=typ, L=L, W=s.B))]
        s.T = []; s.P = []; s.HD = []; s.MD = []; s.ev = []; s.offs = []; s.t = 0.; s.loc = None
        s.rx = rx if rx is not None else float(np.clip(r.normal(1, .12), .4, 1.15))
        kp = flag == 'KP'
        s.hab_d = w.ch(['good', 'late', 'never', 'wrong', 'none'], [.2, .35, .2, .1, .15] if kp else [.5, .28, .12, .06, .04])
        s.hab_dest = w.ch(['name', 'code', 'vague', 'stale', 'none'], [.3, .1, .22, .25, .13] if kp else [.42, .3, .1, .13, .05])
        s.hab_ns = w.ch(['good', 'late', 'zero', 'stuck'], [.35, .35, .25, .05] if kp else [.6, .28, .1, .02])
        s.port_off = r.random() < (.45 if kp else .1 if L < 110 else .02)
        s.noise = abs(r.normal(6, 3)) + 2; s.gyro = cls == 'A' and r.random() < (.6 if kp else .93); s.hbias = r.normal(0, 1.5)
        s.dr = s.db; s.dest0 = ''; w.ships.append(s)
    # -- static
    def idat(s, t):
        x = s.ids[0][1]
        for a, d in s.ids:
            if a <= t: x = d
        return x
    def identity(s, t, **kw):
        d = dict(s.idat(t)); d.update(kw); s.ids.append((t, d))
    def cargo(s, t, true):
        s.dr = true; r = s.w.r; v = round(true + r.normal(0, .1), 1)
        if s.hab_d == 'good': s.ev.append((t + r.uniform(-1, 3) * H, 'dr', v))
        elif s.hab_d == 'late': s.ev.append((t + r.gamma(1.5, 14) * H, 'dr', v))
        elif s.hab_d == 'wrong': s.ev.append((t + r.uniform(0, 10) * H, 'dr', round(r.choice([s.dl, s.db, 0., s.dl + 1, r.uniform(2, 10)]), 1)))
    def dest(s, t, txt=None, port=None):
        r = s.w.r; w = s.w
        if txt is None:
            n = PORTS[port][6]
            if s.hab_dest == 'name': txt = w.ch(n)
            elif s.hab_dest == 'code': txt = ([x for x in n if len(x) in (5, 6)] or n)[0]
            elif s.hab_dest == 'vague':
                txt = w.ch(['FOR ORDER', 'CHINA', 'P.O', 'ORDERS', '-', 'N/A', 'YELLOW SEA', 'E CHINA SEA', 'HOME', n[0][:5], 'TBA', 'DRIFTING'])
            elif s.hab_dest == 'stale' and s.dest0: txt = w.ch(n) if r.random() < .3 else None
            elif s.hab_dest == 'stale': txt = w.ch(n)
            if txt is None: return
            if r.random() < .06: txt = txt.replace('A', 'S', 1) if len(txt) > 4 else txt + '.'
            if r.random() < .05 and s.loc and s.loc.get('port'): txt = PORTS[s.loc['port']][6][0][:8] + '>' + txt[:9]
        s.dest0 = txt; s.ev.append((t + r.uniform(-.5, 4) * H, 'dest', txt))
    def dark(s, a, b):
        if b > a: s.offs.append((a, b))
    # -- motion
    @property
    def pos(s): return s.P[-1]
    def push(s, t, p, hd, md):
        if s.T and t <= s.T[-1]: t = s.T[-1] + 1.0
        s.T.append(t); s.P.append(p); s.HD.append(hd); s.MD.append(md); s.t = t
    def start(s, loc, t):
        s.loc = loc; s.t = t; s.push(t, loc['path'][-1], s._h0(loc), {'berth': MOOR, 'anch': ANCH, 'sea': DRIFT}[loc['kind']])
    def _h0(s, loc): return loc.get('hdg', s.w.r.uniform(0, 360))
    def fleg(s, pts, spd=None, mode=SAIL, slow=5.5):
        """steam along pts [(lat, lon, width or None)]"""
        w = s.w; r = w.r; spd = spd or s.spd; p = s.pos
        s.MD[-1] = mode
        tot = len(pts); legf = r.normal(1, .02)
        for i, q in enumerate(pts):
            d = dist(p, q)
            if d < .05: continue
            chan = q[2] is None
            n = max(1, int(d / (2.0 if chan else 5.0))); b = brg(p, q); amp = 0 if chan else min(.5, d * .02)
            f = w.wx(s.t, p, s.L); last = i == tot - 1
            e = 0.
            for k in range(1, n + 1):
                z = (p[0] + (q[0] - p[0]) * k / n, p[1] + (q[1] - p[1]) * k / n)
                if k < n and amp: e = .8 * e + r.normal(0, amp * .4); z = off(z, b + 90, e)
                v = spd * f * legf * r.normal(1, .025) + r.normal(0, .15)
                if chan: v = min(v, max(slow, min(9., spd * .75)))
                if last and k == n: v = min(v, slow)
                v = max(v, 1.2)
                s.push(s.t + max(20, dist(s.pos, z) / v * H), z, np.nan, mode)
            p = q
    def route(s, loc):
        c = s.loc; kp = s.flag == 'KP'; pts = [(a, b, None if len(c['path']) > 1 else .3) for a, b in reversed(c['path'][:-1])]
        if c['node'] != loc['node']:
            ns = nodes_between(c['node'], loc['node'], kp)
        elif c.get('port') and c.get('port') == loc.get('port'): ns = []
        else: ns = [c['node']]
        # leave out a first or last node that would mean turning back
        if len(ns) > 1 and c['kind'] == 'sea' and dist(s.pos, NODES[ns[1]]) < dist(NODES[ns[0]], NODES[ns[1]]) and not len(c['path']) > 1: ns = ns[1:]
        for n in ns:
            v = NODES[n]; wd = v[2]
            q = off(v, s.w.r.uniform(0, 360), min(wd * 1.2, abs(s.w.r.normal(0, wd * .6)))); pts.append((q[0], q[1], wd))
        lp = loc['path']; pts += [(a, b, None if len(lp) > 1 else .3) for a, b in lp]
        return pts
    def eta(s, loc):
        p = s.pos; d = 0
        for q in s.route(loc): d += dist(p, q); p = q
        return d / (s.spd * .93) * H
    def go(s, loc, spd=None):
        """wait out a storm if in port, then steam; returns (departure, arrival)"""
        r = s.w.r; k = 0
        if s.loc['kind'] != 'sea':
            while s.w.storm_at(s.t, s.pos) and k < 12 and s.L < 250: s.stay(6 * H); k += 1
        if s.T: s.push(s.t + 60, s.pos, s.HD[-1], SAIL)
        a = s.t; s.fleg(s.route(loc), spd); s.loc = loc
        s.MD[-1] = {'berth': MOOR, 'anch': ANCH, 'sea': DRIFT}[loc['kind']]
        if loc['kind'] == 'berth': s.HD[-1] = loc['hdg']
        return a, s.t
    def stay(s, dur):
        if dur <= 0: return
        k = s.loc['kind']
        if k == 'berth': s.MD[-1] = MOOR; s.HD[-1] = s.loc['hdg']; s.push(s.t + dur, s.pos, s.loc['hdg'], MOOR)
        elif k == 'anch': s.anchored(dur)
        else: s.drift(dur)
    def until(s, t): s.stay(t - s.t)
    def anchored(s, dur, mode=ANCH):
        r = s.w.r; c = s.pos; ax = s.__dict__.setdefault('tax', r.uniform(0, 360)); ph = (s.loc['path'][-1][1] * 3) % 12.42
        rad = (s.L * .5 + r.uniform(60, 200)) / 1852; n = max(1, int(dur / 1500)); t0 = s.t; e = 0; pr = None
        c0 = None
        for k in range(n + 1):
            t = t0 + dur * k / n; x = math.sin((t / H - ph) / 12.42 * 2 * math.pi)
            e = .9 * e + r.normal(0, 5)
            h = (ax + 90 * (1 + math.tanh(3 * x)) + e) % 360
            if c0 is None: c0 = off(c, h, rad)   # anchor itself lies ahead
            p = off(c0, h + 180, rad)
            if k == 0: s.HD[-1] = h; s.MD[-1] = mode
            else: s.push(t, p, h, mode)
    def drift(s, dur, mode=DRIFT):
        r = s.w.r; n = max(1, int(dur / 1500)); dirn = r.uniform(0, 360); v = r.uniform(.2, .9); h = r.uniform(0, 360); ph = r.uniform(0, 12.42)
        s.MD[-1] = mode; s.HD[-1] = h; st = dur / n; p0 = s.pos; wu = r.uniform(0, 360)
        for k in range(n):
            td = (s.t / H + ph) / 12.42 * 2 * math.pi
            p = off(s.pos, wu if math.sin(td) > 0 else wu + 180, abs(math.sin(td)) * .8 * st / H)
            p = off(p, dirn, v * st / H)
            if dist(p, p0) > 12: dirn = brg(p, p0) + r.normal(0, 40)
            else: dirn += r.normal(0, 6)
            h = (h + r.normal(0, 4)) % 360
            s.push(s.t + st, p, h, mode)
        s.loc = dict(s.loc, path=[s.pos])
    # -- port calls
    def tide(s, p):
        """wait for pilot, water and daylight"""
        v = PORTS[p]; t = s.t; ph = v[7]; kp = v[0] == 'KP'
        for _ in range(80):
            ok = True
            if ph is not None and s.L > 70: ok = abs(((t / H - ph + 6.21) % 12.42) - 6.21) < 2.2
            if kp: ok = ok and ((t / H) % 24 > 20.5 or (t / H) % 24 < 9.5)
            if ok: break
            t += 1200
        s.until(t)
    def call_at(s, p, wait, work, roads=False, cargo=None, spd=None):
        """anchor, berth (or stay in roads), work cargo. returns (arrival, start of work, end of work, departure)"""
        w = s.w; r = w.r
        if roads or wait > 1 * H or PORTS[p][7] is not None or PORTS[p][0] == 'KP':
            if not (s.loc.get('port') == p and s.loc['kind'] == 'anch'): s.go(w.anch(p), spd)
            a = s.t; s.stay(max(wait, 1200 + r.uniform(0, H)))
            if not roads: s.tide(p); s.go(w.berth(p))
        else:
            s.go(w.berth(p), spd); a = s.t
        b = s.t; s.stay(work + r.uniform(.5, 3) * H); c = s.t
        if not roads and PORTS[p][7] is not None: s.tide(p)
        if not roads and PORTS[p][0] == 'KP': s.tide(p)
        if s.port_off and not roads: s.dark(b + r.uniform(.2, 6) * H, s.t - r.uniform(-.3, 3) * H)
        if cargo is not None: s.cargo(c, cargo)
        return a, b, c, s.t
    def mmi(s, role, b, e):
        out = []; seen = set(); n = len(s.ids)
        for i, (a, d) in enumerate(s.ids):
            z = s.ids[i + 1][0] if i + 1 < n else 1e12
            if a < e and z > b and (d['mmsi'], d['name']) not in seen:
                seen.add((d['mmsi'], d['name'])); out.append([role, d['name'], int(d['mmsi']), d['imo'], d['flag']])
        return out

def pl(role, loc, p=None):
    q = p or loc['path'][-1]
    return [role, loc['name'], loc['cc'], round(q[0], 4), round(q[1], 4)]

# ------------------------------------------------------------- makers of ships
def mk_kp_cargo(w):
    r = w.r; L = int(r.choice([72, 78, 84, 91, 96, 98, 105, 112, 118, 126, 139, 147]))
    return Ship(w, 'KP', int(w.ch([70, 70, 70, 79, 0])), L, r.uniform(7.3, 9.8), imo=r.random() < .9, rx=float(np.clip(r.normal(.72, .2), .2, 1)))
def mk_kp_tanker(w):
    r = w.r; L = int(r.choice([58, 67, 78, 89, 97, 105, 118]))
    return Ship(w, 'KP', int(w.ch([80, 80, 89, 82])), L, r.uniform(7.8, 10.3), imo=r.random() < .93, rx=float(np.clip(r.normal(.75, .2), .2, 1)))
def mk_cargo(w, flag=None, big=False):
    r = w.r; flag = flag or w.ch(['CN', 'PA', 'HK', 'KR', 'JP', 'BZ', 'SL', 'TG', 'KM', 'MN', 'LR', 'RU', 'KH', 'VN'], [34, 14, 8, 9, 5, 4, 4, 4, 2, 2, 5, 5, 1, 3])
    L = int(r.uniform(150, 230)) if big else int(r.uniform(75, 142))
    if flag == 'JP': L = int(r.uniform(65, 95))
    return Ship(w, flag, int(w.ch([70, 70, 70, 79, 71])), L, r.uniform(9, 12.8) if not big else r.uniform(11, 14))
def mk_tanker(w, flag=None, L=None):
    r = w.r; flag = flag or w.ch(['CN', 'KR', 'PA', 'HK', 'SG', 'JP', 'RU', 'TW', 'SL', 'TG', 'MH', 'LR', 'PW', 'DM'], [24, 16, 12, 6, 4, 8, 6, 5, 3, 3, 4, 4, 2, 2])
    L = L or int(r.choice([65, 78, 88, 96, 104, 112, 120, 128, 140, 174, 183]))
    return Ship(w, flag, int(w.ch([80, 80, 80, 89, 81])), L, r.uniform(9.5, 12.8), name=w.name(flag))
SHADY = ['PA', 'SL', 'TG', 'HK', 'TW', 'DM', 'PW', 'KM', 'BZ', 'MN', 'KR', 'CN', 'TZ', 'FJ']
WEST = ['Nampo', 'Taean', 'Songnim', 'Haeju']; EAST = ['Chongjin', 'Hungnam', 'Wonsan', 'Kimchaek', 'Rajin']
GOODS = {'Nampo': 'coal', 'Taean': 'coal', 'Songnim': 'coal', 'Haeju': 'sand', 'Chongjin': 'iron ore', 'Hungnam': 'coal', 'Wonsan': 'coal', 'Kimchaek': 'iron ore', 'Rajin': 'seafood'}
CN_DIS = ['Lianyungang', 'Zhoushan', 'Ningbo', 'Bayuquan', 'Longkou', 'Lanshan', 'Rizhao', 'Shidao', 'Penglai', 'Qingdao', 'Dandong', 'Taicang']

def fresh(s, loc, T0):
    """a ship already lying somewhere when the month opens"""
    s.start(loc, -s.w.r.uniform(.1, 2) * DAY)

# --------------------------------------------------- lawful work of DPRK ships
def kp_wait(s, record=True):
    w = s.w; r = w.r; p = w.ch(['Nampo', 'Nampo', 'Dalian', 'Chongjin', 'Dandong', 'Lianyungang'] if s.side == 'W' else ['Chongjin', 'Rajin', 'Vladivostok', 'Hungnam'])
    s.dest(s.t, port=p); s.go(w.anch(p)); a = s.t; s.stay(r.gamma(3, 1.3) * DAY)
    if r.random() < .3: s.cargo(s.t, min(s.dl, s.dr + r.choice([-.4, .5, .6])))
    w.inn('dprk_waiting', s.mmi('carrier', a, s.t), [pl('transfer', s.loc)], a, s.t, None, 'ship of the DPRK waiting in roads for orders, berth or weather; nothing worked')
def kp_cab(s):
    w = s.w; r = w.r; tank = s.typ >= 80; ports = ['Nampo', 'Songnim', 'Haeju', 'Taean'] if s.side == 'W' else EAST
    if r.random() < .12: ports = ['Nampo', 'Hungnam', 'Chongjin', 'Wonsan']
    a = w.ch(ports); b = w.ch([x for x in ports if x != a]); g = w.ch(['oil products (domestic)'] if tank else ['cement', 'coal for a power station at home', 'salt', 'fertiliser from Hungnam', 'rolled steel', 'maize'])
    s.dest(s.t, port=a); x = s.call_at(a, r.gamma(2, 12) * H, r.uniform(.8, 2.5) * DAY, cargo=s.dl * r.uniform(.88, 1)); la = s.loc
    s.dest(s.t, port=b); y = s.call_at(b, r.gamma(2, 12) * H, r.uniform(.8, 2.5) * DAY, cargo=s.db)
    w.inn('dprk_cabotage', s.mmi('carrier', x[0], y[2]), [pl('origin', la), pl('destination', s.loc)], x[0], y[2], g, 'domestic carriage of %s between two ports of the DPRK' % g)
    if s.side == 'W' and PORTS[b][0] == 'KP': s.side = 'W' if b in WEST else 'E'
    elif b in WEST: s.side = 'W'
    else: s.side = 'E'
def kp_import(s):
    w = s.w; r = w.r; tank = s.typ >= 80
    src = w.ch(['Dalian', 'Dalian', 'Dandong', 'Longkou', 'Yantai', 'Lianyungang', 'Qingdao', 'Shanghai', 'Tianjin'] if s.side == 'W' else ['Vladivostok', 'Nakhodka', 'Slavyanka', 'Zarubino'])
    if tank: src = w.ch(['Dalian', 'Qingdao'] if s.side == 'W' else ['Vladivostok', 'Nakhodka', 'Slavyanka'])
    dst = w.ch(['Nampo', 'Nampo', 'Songnim'] if s.side == 'W' else ['Chongjin', 'Hungnam', 'Wonsan', 'Rajin'])
    g = 'oil products notified to the Committee' if tank else w.ch(['rice', 'wheat flour', 'maize', 'urea', 'phosphate fertiliser', 'soya meal', 'sugar', 'timber', 'bitumen-free road salt'])
    s.cargo(s.t, s.db); s.dest(s.t, port=src); t0 = s.t
    x = s.call_at(src, r.gamma(2, 22) * H, r.uniform(1, 3.2) * DAY, cargo=s.dl * r.uniform(.85, 1)); la = s.loc
    s.dest(s.t, port=dst)
    if r.random() < .25: q = s.t; lag = r.uniform(6, 60) * H; s.dark(q + 10 * H, q + 10 * H + lag)
    y = s.call_at(dst, r.gamma(2, 20) * H, r.uniform(1, 4) * DAY, cargo=s.db)
    w.inn('notified_oil' if tank else 'dprk_lawful_import', s.mmi('carrier', t0, y[2]), [pl('origin', la), pl('destination', s.loc)], x[0], y[2], g, 'came to %s in ballast, loaded %s, discharged it at %s: a lawful import' % (src, g, dst))
def kp_ballast(s):
    w = s.w; r = w.r; src = w.ch(['Dalian', 'Longkou', 'Bayuquan', 'Lianyungang', 'Zhoushan', 'Rizhao', 'Shidao'] if s.side == 'W' else ['Vladivostok', 'Nakhodka', 'Posyet'])
    s.cargo(s.t, s.db + w.ch([0, 0, .4])); s.dest(s.t, port=src); a = s.t; s.go(w.anch(src)); lo = s.loc; s.stay(r.gamma(3, 1.4) * DAY)
    dst = w.ch(['Nampo', 'Nampo', 'Haeju'] if s.side == 'W' else ['Chongjin', 'Hungnam']); s.dest(s.t, port=dst); s.go(w.anch(dst))
    w.inn('dprk_ballast', s.mmi('carrier', a, s.t), [pl('destination', lo), pl('origin', s.loc)], a, s.t, None, 'went to the roads of %s in ballast, found no cargo (or took stores only) and came back in ballast' % src)
    s.stay(r.gamma(2, 14) * H)
def kp_repair(s):
    w = s.w; r = w.r; p = w.ch(['Dalian', 'Dandong', 'Shidao', 'Zhoushan', 'Weihai'] if s.side == 'W' else ['Vladivostok', 'Slavyanka'])
    s.cargo(s.t, s.db - .2); s.dest(s.t, port=p); a, b, c, d = s.call_at(p, r.uniform(5, 50) * H, r.uniform(6, 17) * DAY); s.dark(b + r.uniform(2, 30) * H, c - r.uniform(0, 12) * H)
    w.inn('dprk_repair', s.mmi('carrier', a, d), [pl('destination', s.loc)], a, d, None, 'repairs in a yard at %s, equipment without power while there' % p)
def kp_export_ok(s):
    w = s.w; r = w.r; o = 'Nampo' if s.side == 'W' else w.ch(['Rajin', 'Chongjin'])
    dst = w.ch(['Dalian', 'Yantai', 'Dandong']) if s.side == 'W' else w.ch(['Vladivostok', 'Zarubino', 'Posyet'])
    g = w.ch(['bottled mineral water and returned empty drums', 'empty containers going back', 'potato starch and pharmaceutical herbs (exempted)', 'flour refused by the receiver, sent back'] if s.side == 'W' else ['Russian coal in transit through Rajin (exempted)', 'empty containers going back', 'bottled mineral water'])
    if 'Russian' in g: o = 'Rajin'; dst = w.ch(['Qingdao', 'Rizhao', 'Shanghai'])
    s.cargo(s.t, s.db); s.dest(s.t, port=o); x = s.call_at(o, r.uniform(3, 30) * H, r.uniform(1, 2.5) * DAY, cargo=s.dl * (.95 if 'coal' in g else r.uniform(.62, .85))); la = s.loc
    s.dest(s.t, port=dst); y = s.call_at(dst, r.uniform(3, 40) * H, r.uniform(.8, 2) * DAY, cargo=s.db)
    w.inn('dprk_lawful_export', s.mmi('carrier', x[0], y[2]), [pl('origin', la), pl('destination', s.loc)], x[0], y[2], g, 'came light and left laden with a lawful cargo: %s' % g)
def kp_lighter(s):
    w = s.w; r = w.r; b = mk_kp_tanker(w); b.side = 'W'; lo = w.anch('Nampo'); b.start(w.berth('Nampo'), -r.uniform(0, 1) * DAY)
    s.cargo(s.t, s.dl); b.cargo(b.t, b.db)
    if s.t > 25 * DAY: fill(b, T_END, True); return
    T = max(s.t, b.t) + r.uniform(1, 2.5) * DAY; z, e = meet(s, b, lo, T, r.uniform(8, 26) * H, True, 1); s.cargo(e, s.db); b.cargo(e, b.dl)
    w.inn('dprk_domestic_lightering', s.mmi('from', z, e) + b.mmi('to', z, e), [pl('transfer', lo)], z, e, 'oil products (domestic)', 'a coastal tanker of the DPRK lightens another in the roads of Nampo: domestic oil')
    b.go(w.berth('Nampo')); b.stay(r.uniform(1, 4) * DAY); fill(b, T_END, True)
def fill(s, T, free=False):
    """lawful work until about T"""
    w = s.w; r = w.r
    while s.t < T:
        left = (min(T, T_END) - s.t) / DAY
        if left < 2.5 or (not free and left < 6): s.stay(left * DAY + 1); break
        tank = s.typ >= 80
        if left < 7: j = w.ch([kp_wait, kp_cab, None], [.25, .2, .55])
        else: j = w.ch([kp_wait, kp_cab, kp_import, kp_ballast, kp_repair, kp_export_ok, None], [.14, .2, .3, .12, .08, .0 if tank else .09, .36])
        if j is None or (s.t > 26 * DAY): s.stay(r.uniform(1.5, 5) * DAY)
        else: j(s)

# -------------------------------------------------------------- ships meeting
def meet(A, B, loc, T, dur, anchored=False, lead=None):
    """B comes alongside A at loc about T; both stay together dur. returns (begin, end)"""
    w = A.w; r = w.r
    for s in (A, B):
        m = r.uniform(1, 14) * H if lead is None else lead * H
        s.until(T - s.eta(loc) - m)
    A.go(dict(loc, kind='anch' if anchored else 'sea'))
    lb = dict(loc, path=[off(loc['path'][-1], r.uniform(0, 360), r.uniform(1.2, 3.))], kind='anch' if anchored else 'sea'); B.go(lb)
    Tm = max(A.t, B.t) + r.uniform(.7, 3) * H
    A.until(Tm); B.until(Tm - 40 * 60)
    h = A.HD[-1] if not math.isnan(A.HD[-1]) else 90.
    sd = w.ch([90, 270]); gap = ((A.B + B.B) / 2 + r.uniform(2.5, 5)) / 1852; al = r.uniform(-.2, .2) * A.L / 1852
    def bp(p, h): return off(off(p, h, al), h + sd, gap)
    B.fleg([(bp(A.pos, h) + (.3,))], 4.0, slow=3.0)
    if B.t > A.t: A.push(B.t, A.pos, h, A.MD[-1])   # holds her place while the other closes
    z = max(A.t, B.t); i = len(A.T) - 1
    B.push(z + 1, bp(A.pos, h), h, STS)
    if anchored: A.anchored(dur, STS)
    else: A.drift(dur, STS)
    for k in range(i + 1, len(A.T)): B.push(A.T[k] + .5, bp(A.P[k], A.HD[k]), A.HD[k], STS)
    A.HD[i] = h
    e = A.t
    for s in (A, B): s.loc = dict(loc, path=[s.pos], kind='sea')
    B.fleg([off(B.pos, h + sd, r.uniform(.6, 1.5)) + (.3,)], 4., slow=4.); B.loc = dict(loc, path=[B.pos], kind='sea')
    if r.random() < .4: A.drift(r.uniform(.5, 3) * H)
    return z, e

# ---------------------------------------------------------------- hidden acts
def kp_ship(w, tank, T0, side=None):
    """a ship of the DPRK free at T0: an earlier one again, or another"""
    r = w.r
    for s in w.kpfree:
        if (s.typ >= 80) == tank and s.t < T0 + 2 * DAY and (side is None or s.side == side) and r.random() < .5:
            w.kpfree.remove(s)
            if s.t < T0: fill(s, T0)
            return s
    s = mk_kp_tanker(w) if tank else mk_kp_cargo(w); s.side = side or w.ch(['W', 'E'], [.72, .28])
    p = w.ch(['Nampo', 'Nampo', 'Songnim', 'Dalian', 'Lianyungang', 'Dandong'] if s.side == 'W' else ['Chongjin', 'Hungnam', 'Vladivostok', 'Rajin'])
    if tank: p = w.ch(['Nampo'] if s.side == 'W' else ['Chongjin', 'Hungnam'])
    s.start(w.anch(p) if r.random() < .6 else w.berth(p), -r.uniform(.1, 2) * DAY); s.ev.append((-1e8, 'dr', s.db)); s.dest(-9e6, port=p)
    fill(s, T0); return s

def false_id(w, s, kind):
    """what a crew types over its own name"""
    r = w.r; f = w.ch(['SL', 'TG', 'PA', 'KM', 'MN', 'CN', 'KH', 'DM'])
    m = w.mmsi(f); im = w.ch([w.imo(True), w.imo(False), None], [.35, .4, .25])
    if r.random() < .2:   # borrows the number of a ship that really sails
        o = w.ch([x for x in w.ships if x.flag not in ('KP',) and x.L > 60]); d = o.ids[0][1]; return dict(mmsi=d['mmsi'], name=d['name'], imo=d['imo'], call=d['call'], flag=d['flag'])
    return dict(mmsi=m, name=w.name(f), imo=im, call=w.call(f), flag=f, L=s.L + int(r.choice([0, 0, 0, 1, -2, 3])), W=s.B)

def launder(w, s, t1, t2):
    """false identity from t1 to t2, mostly with a silence at the change"""
    r = w.r; d0 = s.idat(t1); s.identity(t1, **false_id(w, s, 0)); s.dark(t1 - r.uniform(.3, 9) * H, t1 + r.uniform(.1, 5) * H)
    if t2 is not None: s.identity(t2, **{k: d0[k] for k in ('mmsi', 'name', 'imo', 'call', 'flag', 'L', 'W')}); s.dark(t2 - r.uniform(.2, 5) * H, t2 + r.uniform(.2, 8) * H)

def between(s, a, b, f): return a + (b - a) * f

def h_delivery(w, laundered=False):
    r = w.r; T0 = r.uniform(-.2, 19) * DAY; s = kp_ship(w, False, T0)
    o = w.ch(['Nampo', 'Taean', 'Songnim', 'Haeju'], [.42, .25, .2, .13]) if s.side == 'W' else w.ch(['Chongjin', 'Hungnam', 'Wonsan', 'Kimchaek', 'Rajin'], [.35, .2, .15, .15, .15])
    g = GOODS[o]
    if g == 'seafood' or (s.L < 90 and r.random() < .25): g = 'seafood'; d = w.ch(['Dandong', 'Shidao', 'Dalian']) if s.side == 'W' else w.ch(['Zarubino', 'Posyet', 'Shidao'])
    elif s.side == 'W': d = w.ch(CN_DIS, [18, 17, 10, 9, 8, 7, 6, 6, 5, 4, 4, 3])
    else: d = w.ch(['Lianyungang', 'Zhoushan', 'Qingdao', 'Ningbo', 'Rizhao', 'Nakhodka', 'Shanghai'], [3, 4, 2, 2, 2, 2, 1])
    pat = w.ch(['open', 'leave', 'far', 'discharge', 'all'], [.3, .26, .2, .14, .1] if not laundered else [.5, .3, 0, .2, 0]); t0 = s.t
    s.cargo(s.t, s.db); s.dest(s.t, port=o)
    x = s.call_at(o, r.gamma(2, 18) * H, r.uniform(1.2, 3.5) * DAY, cargo=s.dl * r.uniform(.9, 1.02)); la = s.loc
    if pat == 'all' or r.random() < .5: s.dest(s.t, txt=w.ch(['FOR ORDER', 'CHINA', 'NAMPO', 'DALIAN', 'P.O.', 'VIETNAM', 'HAI PHONG', 'E.CHINA SEA', '']))
    else: s.dest(s.t, port=d)
    roads = r.random() < .55 and d not in ('Dandong', 'Zarubino', 'Posyet', 'Penglai')
    dep = s.t; s.go(w.anch(d)); arr = s.t
    y = s.call_at(d, r.gamma(2, 20) * H, r.uniform(1.2, 3) * DAY, roads=roads, cargo=s.db)
    if pat == 'leave': s.dark(x[0] - r.uniform(2, 16) * H, between(s, dep, arr, r.uniform(.25, .6)))
    elif pat == 'far': s.dark(dep - r.uniform(-3, 40) * H, between(s, dep, arr, r.uniform(.7, .97)))
    elif pat == 'discharge': s.dark(arr - r.uniform(1, 9) * H, y[2] + r.uniform(0, 12) * H)
    elif pat == 'all': s.dark(x[0] - r.uniform(3, 12) * H, y[2] + r.uniform(-8, 14) * H)
    if laundered: launder(w, s, between(s, dep, arr, r.uniform(.15, .6)), None if y[3] > 27 * DAY or r.random() < .25 else y[3] + r.uniform(4, 20) * H)
    dd = s.loc
    how = {'open': 'openly, as far as receivers heard', 'leave': 'silent from before the port until well out at sea', 'far': 'silent from the loading port nearly to the discharge', 'discharge': 'silent at the discharge', 'all': 'silent from before loading to after discharge'}[pat]
    w.hid('laundered' if laundered else 'delivery', s.mmi('carrier', x[0], y[2]), [pl('origin', la), pl('destination', dd)], x[0], y[2], g,
          'ship of the DPRK loaded %s at %s and discharged %s at %s; %s%s' % (g, o, 'into lighters in the roads' if roads else 'alongside', d, how, '; under a false identity for part of the voyage' if laundered else ''))
    nxt = 'Nampo' if s.side == 'W' else 'Chongjin'; s.dest(s.t, port=nxt); s.go(w.anch(nxt)); w.kpfree.append(s)

def h_dark(w, laundered=False):
    r = w.r; s = mk_cargo(w, w.ch(SHADY)); side = w.ch(['W', 'E'], [.7, .3]); T0 = r.uniform(.3, 18) * DAY
    home = w.ch(['Dalian', 'Longkou', 'Lianyungang', 'Yantai', 'Bayuquan', 'Rizhao', 'Shanghai'] if side == 'W' else ['Nakhodka', 'Vladivostok', 'Busan', 'Slavyanka', 'Donghae'])
    o = w.ch(['Nampo', 'Taean', 'Songnim', 'Haeju'] if side == 'W' else ['Chongjin', 'Hungnam', 'Wonsan', 'Kimchaek']); g = GOODS[o]
    d = w.ch(['Lianyungang', 'Zhoushan', 'Bayuquan', 'Rizhao', 'Incheon', 'Longkou', 'Taicang', 'Qingdao', 'Pyeongtaek'] if side == 'W' else ['Pohang', 'Nakhodka', 'Qingdao', 'Zhoushan', 'Donghae', 'Vostochny', 'Rizhao'])
    s.start(w.anch(home) if r.random() < .5 else w.berth(home), -DAY * r.uniform(.1, 1)); s.ev.append((-1e8, 'dr', s.db)); s.dest(-9e6, port=home)
    s.until(T0); lie = w.ch(['Incheon', 'Dandong', 'Dalian', d, d] if side == 'W' else ['Vladivostok', 'Nakhodka', 'Posyet', d]); s.dest(s.t, port=lie)
    dep = s.t; x = s.call_at(o, r.gamma(2, 12) * H, r.uniform(1, 2.6) * DAY, cargo=s.dl * r.uniform(.9, 1)); la = s.loc
    q = s.t; s.dest(s.t, port=d); s.go(w.anch(d)); arr = s.t; y = s.call_at(d, r.gamma(2, 16) * H, r.uniform(1, 2.6) * DAY, cargo=s.db)
    a = max(x[0] - r.uniform(4, 24) * H, dep + r.uniform(.5, 3) * H); b = between(s, q, arr, r.uniform(.2, .85)); s.dark(a, b)
    if laundered: t1 = (x[1] + x[2]) / 2; launder(w, s, t1, None if r.random() < .6 else y[3] + 6 * H)
    w.hid('laundered' if laundered else 'delivery_dark', s.mmi('carrier', x[0], y[2]), [pl('origin', la), pl('destination', s.loc)], x[0], y[2], g,
          'foreign ship went silent at sea, loaded %s at %s, was heard again on the way and discharged at %s%s' % (g, o, d, '; came back under another identity' if laundered else ''))
    trade(s)

def h_target(w, laundered=False):
    r = w.r; s = mk_tanker(w, w.ch(SHADY + ['RU', 'RU']), int(r.choice([78, 88, 96, 104, 112, 120]))); side = w.ch(['W', 'E'], [.68, .32]); T0 = r.uniform(.2, 21) * DAY
    home = w.ch(['Zhoushan', 'Ningbo', 'Dalian', 'Yeosu', 'Taichung', 'Keelung', 'Qingdao', 'Shanghai', 'Lianyungang'] if side == 'W' else ['Vladivostok', 'Nakhodka', 'Slavyanka', 'Ulsan', 'Vladivostok'])
    d = w.ch(['Nampo', 'Nampo', 'Nampo', 'Songnim'] if side == 'W' else ['Chongjin', 'Hungnam', 'Wonsan', 'Rajin'])
    s.start(w.anch(home), -DAY * r.uniform(.1, 1)); s.ev.append((-1e8, 'dr', s.db)); s.dest(-9e6, port=home); s.until(T0)
    x = s.call_at(home, r.uniform(2, 20) * H, r.uniform(.6, 1.4) * DAY, cargo=s.dl * r.uniform(.93, 1)); la = s.loc
    pat = w.ch(['dark', 'false', 'open', 'late'], [.42, .26, .12, .2]); fd = w.ch(['Dandong', 'Dalian', 'Incheon', 'Weihai', 'Tianjin'] if side == 'W' else ['Busan', 'Nakhodka', 'Posyet', 'Ulsan', 'Donghae'])
    if pat == 'open': s.dest(s.t, port=d)
    elif r.random() < .5: s.dest(s.t, port=fd)
    else: s.dest(s.t, txt=w.ch(['FOR ORDERS', 'HIGH SEAS', 'P.O', 'E.CHINA SEA', 'OPL', 'YELLOW SEA', 'ORDER']))
    q = s.t; s.go(w.anch(d)); arr = s.t; s.stay(r.gamma(2, 8) * H); roads = r.random() < .3
    y = s.call_at(d, 0, r.uniform(1, 2.6) * DAY, roads=roads, cargo=s.db); dl = s.loc; q2 = s.t; bk = w.ch([home, home, 'Dalian' if side == 'W' else 'Vladivostok', 'Zhoushan' if side == 'W' else 'Busan'])
    s.dest(s.t, port=bk); s.go(w.anch(bk)); e2 = s.t
    if pat in ('dark', 'late'):
        a = between(s, q, arr, r.uniform(.3, .85)) if pat == 'dark' else arr - r.uniform(.5, 7) * H
        s.dark(a, between(s, q2, e2, r.uniform(.1, .6)))
    if laundered: launder(w, s, between(s, q, arr, r.uniform(.3, .8)), between(s, q2, e2, r.uniform(.2, .9)) if r.random() < .7 else None)
    w.hid('laundered' if laundered else 'delivery_to_target', s.mmi('carrier', x[0], y[2]), [pl('origin', la), pl('destination', dl)], x[0], y[2], 'oil',
          'foreign tanker took oil products from %s to %s (%s), not notified%s' % (home, d, {'dark': 'silent for the last part', 'late': 'silent off the port', 'false': 'heard, under a false destination', 'open': 'openly'}[pat], '; false identity on the way' if laundered else ''))
    trade(s)

def h_sts(w, mode):
    """mode: flagged, dark, laundered"""
    r = w.r; coal = r.random() < .14; T0 = r.uniform(0, 19) * DAY; side = w.ch(['W', 'E'], [.8, .2])
    k = kp_ship(w, not coal, T0, side)
    k.cargo(k.t, k.db)
    if mode == 'flagged': k.rx = max(k.rx, .8)
    if side == 'W': st = w.ch([x for x in SITES if 'Japan' not in x], [5, 4, 3, 2, 3, 2, 2, 2, 1.5])
    else: st = w.ch(['Sea of Japan, off Chongjin', 'Sea of Japan, off Wonsan'])
    pl0 = []
    if coal:
        o = w.ch(['Nampo', 'Taean', 'Songnim']) if side == 'W' else 'Hungnam'; k.dest(k.t, port=o); x = k.call_at(o, r.uniform(3, 30) * H, r.uniform(1.2, 2.6) * DAY, cargo=k.dl); pl0 = [pl('origin', k.loc)]
        if side == 'W': st = w.ch(['Yellow Sea, south', 'East China Sea, off Zhoushan', 'East China Sea, 130 nm ESE of Shanghai'])
        f = mk_cargo(w, w.ch(SHADY)); hm = w.ch(['Lianyungang', 'Zhoushan', 'Shanghai', 'Qingdao'] if side == 'W' else ['Nakhodka', 'Vladivostok'])
    else:
        f = mk_tanker(w, w.ch(SHADY), int(r.choice([78, 88, 96, 104, 112, 120, 140, 174]))); hm = w.ch(['Yeosu', 'Busan', 'Zhoushan', 'Taichung', 'Keelung', 'Ningbo', 'Shanghai', 'Ulsan'] if side == 'W' else ['Vladivostok', 'Nakhodka', 'Ulsan'])
    f.ev.append((-1e8, 'dr', f.db if coal else f.dl)); f.dest(-9e6, port=hm)
    f.start(w.anch(hm), -DAY * r.uniform(.1, 1))
    if not coal: f.call_at(hm, r.uniform(2, 20) * H, r.uniform(.6, 1.3) * DAY, cargo=f.dl * r.uniform(.9, 1))
    loc = w.site(st)
    T = max(k.t + k.eta(loc), f.t + f.eta(loc)) + r.uniform(4, 30) * H
    f.until(T - f.eta(loc) - 16 * H); k.until(T - k.eta(loc) - 16 * H); fd, kd = f.t, k.t
    f.dest(f.t, txt=w.ch(['FOR ORDERS', 'HIGH SEAS', 'OPL', 'E CHINA SEA', 'PINGTAN', 'NAHA', 'ORDER', 'BUSAN', 'SEA'])); k.dest(k.t, txt=w.ch(['', 'E/SEA', 'NAMPO', 'FOR ORDER', 'HOME PORT', 'NN', 'CHONGJIN']))
    A, B = (f, k) if f.L >= k.L else (k, f)
    dur = (r.uniform(8, 27) if mode == 'flagged' else r.uniform(5, 22)) * H if not coal else r.uniform(20, 50) * H; z, e = meet(A, B, loc, T, dur, SITES[st][0] > 33 and r.random() < .35)
    part = f.L > 130 and not coal
    if coal: k.cargo(e, k.db); f.cargo(e, f.dl)
    else: k.cargo(e, k.dl); f.cargo(e, f.dl - (f.dl - f.db) * (r.uniform(.25, .6) if part else 1))
    who = []
    bk = w.ch(['Nampo'] if side == 'W' else ['Chongjin', 'Hungnam']); k.dest(k.t, txt=w.ch(['NAMPO', '', 'FOR ORDER', 'NAM'])) if side == 'W' else None
    h2 = w.ch([hm, hm, 'Zhoushan' if side == 'W' else 'Nakhodka']); f.dest(f.t, port=h2)
    ft0 = f.t; f.go(w.anch(h2)); ft1 = f.t; kt0 = k.t; k.go(w.anch(bk)); kt1 = k.t
    sil = w.ch(['kp', 'other', 'both'], [.55, .2, .25]) if mode == 'dark' else w.ch(['none', 'kp_part', 'other'], [.5, .3, .2]) if mode == 'laundered' else 'none'
    def hush(s, a, b, c, d, deep):
        if deep: s.dark(between(s, a, z, r.uniform(.02, .6)), between(s, e, d, r.uniform(.3, .98)))
        else: s.dark(max(a, z - r.uniform(1.5, 14) * H), min(d, e + r.uniform(1, 12) * H))
    if sil in ('kp', 'both'): hush(k, kd, z, e, kt1, r.random() < .6); who.append(k)
    if sil in ('other', 'both'): hush(f, fd, z, e, ft1, r.random() < .25); who.append(f)
    if sil == 'kp_part': k.dark(kd + H, between(k, kd, z, r.uniform(.3, .8)))
    if mode == 'flagged' and r.random() < .5: k.dark(kd - r.uniform(0, 5) * H, between(k, kd, z, r.uniform(.2, .7)))
    if mode == 'laundered': launder(w, k, between(k, kd, z, r.uniform(.15, .85)), between(k, e, kt1, r.uniform(.2, .9)))
    k.cargo(k.t, k.dr); k.stay(r.gamma(2, 10) * H)
    y = k.call_at(bk, 0, r.uniform(.8, 2.2) * DAY, cargo=k.db)
    b0, e0 = (z, e) if mode != 'laundered' else (kd, e)
    fr, to = (k, f) if coal else (f, k); g = 'coal' if coal else 'oil'
    kind = {'flagged': 'transfer_flagged', 'dark': 'transfer_dark', 'laundered': 'laundered'}[mode]
    w.hid(kind, fr.mmi('from', b0, e0) + to.mmi('to', b0, e0), pl0 + [pl('transfer', loc, A.P[np.searchsorted(A.T, z)])], b0, e0, g,
          'ship-to-ship transfer of %s, alongside from %.1f h to %.1f h; %s' % (g, z / H, e / H, 'silent: ' + ', '.join(s.ids[0][1]['name'] for s in who) if who else ('the ship of the DPRK used a false identity' if mode == 'laundered' else 'both heard')) + ('; the oil went to %s' % bk if not coal else '; the coal came from %s and went to %s' % (pl0[0][1], h2)))
    w.kpfree.append(k); trade(f)

def mk_barge(w):
    r = w.r; L = int(r.uniform(72, 128)); nm = w.ch(CNW1) + ' ' + w.ch(CNW2) + ' %d' % r.integers(1, 1000) if r.random() < .8 else w.ch(['', 'HUOLUN', '888', 'SHIP', 'WUTONG%d' % r.integers(1, 99)])
    s = Ship(w, 'CN', int(w.ch([70, 0, 79, 90])), L, r.uniform(6, 8.3), cls=w.ch(['A', 'B']), imo=False, name=nm, dl=L / 21 + .3, rx=float(r.uniform(.35, .9)), B=round(L / 5.2))
    s.hab_d = w.ch(['never', 'none', 'late'], [.4, .4, .2]); s.hab_dest = w.ch(['none', 'stale', 'vague', 'name']); return s
def h_barge(w):
    r = w.r; s = mk_barge(w); home = w.ch(['Zhoushan', 'Lianyungang', 'Shanghai', 'Longkou', 'Dalian', 'Rizhao', 'Bayuquan']); T0 = r.uniform(.1, 14) * DAY
    s.start(w.anch(home), -r.uniform(.1, 1) * DAY); s.ev.append((-1e8, 'dr', s.db)); s.dest(-9e6, port=home); s.until(T0)
    o = w.ch(['Nampo', 'Taean', 'Songnim']); d = w.ch(['Zhoushan', 'Lianyungang', 'Ningbo', 'Taicang', home, 'Lanshan'])
    dep = s.t; x = s.call_at(o, r.gamma(2, 12) * H, r.uniform(.8, 2) * DAY, cargo=s.dl); la = s.loc; q = s.t; s.go(w.anch(d)); arr = s.t; y = s.call_at(d, r.gamma(2, 10) * H, r.uniform(.8, 2) * DAY, roads=r.random() < .4, cargo=s.db)
    pat = w.ch(['open', 'mid', 'mid', 'part'])
    if pat != 'open': s.dark(max(dep + H, x[0] - r.uniform(1, 20) * H), between(s, q, arr, r.uniform(.05, .75) if pat == 'mid' else .1))
    w.hid('barge', s.mmi('carrier', x[0], y[2]), [pl('origin', la), pl('destination', s.loc)], x[0], y[2], 'coal', 'barge without IMO lifted coal at %s for %s, %s' % (o, d, 'heard where receivers reach' if pat == 'open' else 'silent about the loading'))
    while s.t < T_END: s.stay(r.uniform(2, 5) * DAY); s.call_at(w.ch(['Zhoushan', 'Lianyungang', 'Shanghai', 'Rizhao']), 3 * H, DAY, cargo=w.ch([s.dl, s.db]))

# ------------------------------------------------------------ ordinary traffic
CN_N = ['Dalian', 'Bayuquan', 'Qinhuangdao', 'Jingtang', 'Tianjin', 'Huanghua', 'Yantai', 'Longkou']; CN_S = ['Shanghai', 'Taicang', 'Ningbo', 'Zhoushan', 'Lianyungang', 'Rizhao', 'Qingdao', 'Lanshan', 'Shidao', 'Weihai', 'Dandong', 'Penglai']
KRP = ['Incheon', 'Pyeongtaek', 'Gunsan', 'Yeosu', 'Busan', 'Ulsan', 'Pohang', 'Donghae']; JPP = ['Hakata', 'Kitakyushu', 'Nagasaki', 'Sakaiminato', 'Maizuru', 'Kanazawa', 'Niigata']; RUP = ['Vladivostok', 'Nakhodka', 'Vostochny', 'Slavyanka', 'Posyet', 'Zarubino']; TWP = ['Keelung', 'Taichung']
def next_port(w, s, cur):
    r = w.r; f = s.flag
    if f == 'CN': g = w.ch([CN_N, CN_S, KRP, JPP, TWP], [4, 5, .8, .5, .3])
    elif f == 'KR': g = w.ch([KRP, CN_N, CN_S, JPP, RUP], [5, 1, 1, 2, .4])
    elif f == 'JP': g = w.ch([JPP, KRP, RUP], [6, 1.5, .2])
    elif f == 'RU': g = w.ch([RUP, KRP, JPP, CN_N, CN_S], [4, 3, 1.5, .7, .8])
    else: g = w.ch([CN_N, CN_S, KRP, JPP, RUP, TWP], [3, 4, 3, 2, 1, .8])
    x = [p for p in g if p != cur] or g
    return w.ch(x)
def trade(s, T=T_END):
    w = s.w; r = w.r; lad = r.random() < .5; cur = s.loc.get('port')
    while s.t < T:
        p = next_port(w, s, cur); s.dest(s.t, port=p)
        big = s.L > 150; lad = not lad if r.random() < .8 else lad
        s.call_at(p, (r.gamma(1.2, 18) if r.random() < .6 else 0) * H, r.uniform(.5, 2.2) * DAY * (1.3 if big else 1), cargo=(s.dl * r.uniform(.85, 1) if lad else s.db)); cur = p
def begin(s, p=None):
    w = s.w; r = w.r; p = p or next_port(w, s, None); s.start(w.anch(p) if r.random() < .35 else w.berth(p), -r.uniform(0, 4) * DAY)
    s.ev.append((-1e8, 'dr', s.dl if r.random() < .5 else s.db)); s.dest(-9e6, port=p); s.stay(r.uniform(.1, 2.5) * DAY)
def o_trade(w, s=None): s = s or mk_cargo(w); begin(s); trade(s); return s
def o_transit(w):
    """through traffic: enters by one edge, calls or not, leaves by another"""
    r = w.r; s = Ship(w, w.ch(['PA', 'LR', 'MH', 'HK', 'SG', 'CN', 'JP']), int(w.ch([70, 71, 72, 79, 80, 84])), int(r.uniform(160, 330)), r.uniform(11.5, 18))
    a = w.ch(['X_S', 'X_E', 'X_T']); p = w.ch(CN_N + CN_S[:8] + KRP + RUP[:3]); t0 = r.uniform(-2, 24) * DAY; s.start(w.node(a), t0); s.ev += [(-1e8, 'dr', s.dl if r.random() < .6 else s.db)]; s.dest(-9e6, port=p)
    s.call_at(p, (r.gamma(1.3, 20) if s.spd < 15 else 0) * H, r.uniform(.6, 2.5) * DAY, cargo=s.dl if r.random() < .5 else s.db)
    if r.random() < .4: q = next_port(w, s, p); s.dest(s.t, port=q); s.call_at(q, 0, r.uniform(.5, 1.5) * DAY)
    s.dest(s.t, txt=w.ch(['SG SIN', 'SINGAPORE', 'US LAX', 'LONG BEACH', 'VANCOUVER', 'HK HKG', 'KAOHSIUNG', 'BRISBANE'])); s.go(w.node(w.ch(['X_S', 'X_E', 'X_T'])))
def o_liner(w):
    r = w.r; s = Ship(w, w.ch(['CN', 'HK', 'KR', 'PA', 'SG', 'LR']), int(w.ch([71, 70, 79])), int(r.uniform(110, 260)), r.uniform(13, 18)); loop = [w.ch(x) for x in (CN_N, KRP, ['Shanghai', 'Ningbo', 'Qingdao'], JPP)]
    s.start(w.berth(loop[0]), -r.uniform(0, 3) * DAY); s.ev.append((-1e8, 'dr', s.dl * .85)); k = 0
    while s.t < T_END: k += 1; p = loop[k % len(loop)]; s.dest(s.t, port=p); s.call_at(p, 0, r.uniform(8, 20) * H, cargo=s.dl * r.uniform(.7, .95))
def o_ferry(w, a, b, flag, nm):
    r = w.r; s = Ship(w, flag, int(w.ch([60, 69])), int(r.uniform(130, 196)), r.uniform(17, 22), name=nm); s.start(w.berth(a), -r.uniform(0, 1) * DAY); s.ev.append((-1e8, 'dr', 6.1)); s.hab_d = 'never'; s.port_off = False; cur = a; st = s.t
    while s.t < T_END:
        cur = b if cur == a else a; s.dest(s.t, port=cur); s.call_at(cur, 0, r.uniform(6, 12) * H)
    w.inn('ferry', s.mmi('carrier', 0, T_END), [pl('origin', w.berth(a)), pl('destination', w.berth(b))], 0, T_END, None, 'regular ferry %s - %s' % (a, b))
GROUNDS = [('Shidao', 36.3, 123.9, 'YS_M'), ('Dalian', 38.75, 122.9, 'NYS_C'), ('Dandong', 39.1, 123.6, 'DD_S'), ('Lianyungang', 34.6, 121.5, 'YS_W'), ('Zhoushan', 30.6, 123.9, 'ECS_N'), ('Ningbo', 29.2, 123.6, 'ECS_C'), ('Shidao', 37.3, 123.8, 'YS_M'), ('Busan', 34.5, 128.9, 'KS4'), ('Hakata', 34.35, 130.15, 'KSE2'), ('Dalian', 38.4, 123.7, 'KB')]
def mk_fish(w, flag='CN', cls=None):
    r = w.r; f = {'CN': ['LU RONG YU', 'LIAO DAN YU', 'ZHE LING YU', 'SU GAN YU', 'LIAO DA GAN YU', 'LU WEI YU', 'ZHE PU YU'], 'KR': ['DAEYANGHO', 'HAESUNGHO'], 'JP': ['SHOEI MARU']}[flag]
    return Ship(w, flag, 30, int(r.uniform(24, 46)), r.uniform(7.5, 10), cls=cls or w.ch(['A', 'B'], [.35, .65]), imo=False, dl=3.2, db=2.6, name=(w.ch(f) + ' %d' % r.integers(1000, 99999))[:20], rx=float(r.uniform(.4, 1)))
def trawl(s, c, dur, sd=.35):
    r = s.w.r; e = s.t + dur; b = r.uniform(0, 360); s.MD[-1] = FISH
    while s.t < e:
        b = (b + 180 + r.normal(0, 25)) % 360 if r.random() < .7 else brg(s.pos, c); q = off(s.pos, b, r.uniform(4, 11))
        if dist(q, c) > 20: b = brg(s.pos, c) + r.normal(0, 15); q = off(s.pos, b, 8)
        s.fleg([q + (.4,)], r.uniform(2.8, 4.2), mode=FISH, slow=4)
        if r.random() < .25: s.drift(r.uniform(.5, 3) * H, FISH)
def o_fish(w, g=None):
    r = w.r; g = g or w.ch(GROUNDS); s = mk_fish(w, {'Busan': 'KR', 'Hakata': 'JP'}.get(g[0], 'CN')); c = off(g[1:3], r.uniform(0, 360), r.uniform(0, 7)); s.start(w.berth(g[0]), -r.uniform(0, 3) * DAY); s.hab_dest = 'none'
    while s.t < T_END:
        s.go(w.at(c, g[3])); trawl(s, c, r.uniform(3, 9) * DAY); s.loc = w.at(s.pos, g[3])
        if r.random() < .3: s.dark(s.t - r.uniform(10, 60) * H, s.t)
        s.go(w.berth(g[0])); s.stay(r.uniform(.5, 3) * DAY)
    return s
def shadow(w, s, br, d):
    """second boat of a pair"""
    p = mk_fish(w, s.flag, s.cls); p.L, p.ids[0][1]['L'] = s.L, s.L; r = w.r
    for t, q, h, m in zip(s.T, s.P, s.HD, s.MD): p.push(t + 2, off(q, br, d) if m != MOOR else off(q, br, .2), h, m)
    return p
def o_squid(w, c):
    r = w.r; s = mk_fish(w, 'CN', 'A'); s.L = 55; s.ids[0][1]['L'] = 55; c = off(c, r.uniform(0, 360), r.uniform(0, 25)); s.start(w.at(c, 'SJ3'), -1); s.hab_ns = 'zero'
    while s.t < T_END:
        s.drift(r.uniform(9, 12) * H, FISH); s.fleg([off(c, r.uniform(0, 360), r.uniform(0, 18)) + (.4,)], 7, slow=6)
        s.push(s.t + r.uniform(3, 8) * H, off(s.pos, 90, .5), 45., DRIFT)
    return s
def o_coastal_dark(w):
    r = w.r; s = mk_cargo(w, w.ch(['CN', 'CN', 'SL', 'TG', 'PA'])); begin(s, w.ch(CN_N)); 
    s.until(r.uniform(.5, 9) * DAY); p = w.ch(['Dandong', 'Dandong', 'Dalian', 'Incheon', 'Weihai']); s.dest(s.t, port=p); s.cargo(s.t, s.db); a = s.t; x = s.call_at(p, r.uniform(5, 60) * H, r.uniform(1, 3) * DAY, cargo=s.dl); lo = s.loc
    b0 = between(s, a, x[0], r.uniform(.3, .8)); d = w.ch(['Zhoushan', 'Lianyungang', 'Shanghai', 'Longkou']); s.dest(s.t, port=d); q = s.t; y = s.call_at(d, r.uniform(3, 30) * H, DAY * r.uniform(1, 2), cargo=s.db); s.dark(b0, between(s, q, y[0], r.uniform(.1, .4)))
    w.inn('ais_off_in_port', s.mmi('carrier', b0, y[2]), [pl('origin', lo), pl('destination', s.loc)], b0, y[2], 'sand or stone, domestic' if p != 'Incheon' else 'scrap', 'equipment off on the way to and in %s, came out laden: no call in the DPRK' % p); trade(s)
def o_poor(w):
    r = w.r; s = mk_cargo(w) if r.random() < .6 else mk_tanker(w); s.rx = r.uniform(.06, .2); begin(s, w.ch(CN_N + KRP)); trade(s)
    w.inn('poor_reception', s.mmi('carrier', 0, T_END), [], 0, T_END, None, 'weak transponder; long gaps in ordinary trade')
def o_sts3(w):
    """lightering between third States, bunkers, supply of fishing fleets"""
    r = w.r; t = w.ch(['light', 'bunker', 'fish', 'dry', 'sea']); T0 = r.uniform(.5, 21) * DAY
    if t == 'light' or t == 'sea':
        A = mk_tanker(w, None, int(r.choice([174, 183]))); B = mk_tanker(w, None, int(r.choice([88, 96, 104, 112]))); lo = w.anch(w.ch(['Zhoushan', 'Yeosu', 'Ningbo', 'Qingdao', 'Dalian'])) if t == 'light' else w.site(w.ch([x for x in SITES if 'China' in x or 'Yellow Sea, s' in x]))
        note = 'lightering between two tankers of third States'; g = 'oil products'
    elif t == 'bunker':
        A = mk_cargo(w, None, True); B = mk_tanker(w, w.ch(['CN', 'KR']), int(r.choice([48, 65]))); lo = w.anch(w.ch(['Zhoushan', 'Busan', 'Dalian', 'Yeosu', 'Qingdao', 'Nakhodka'])); note = 'bunkering in the roads'; g = 'bunkers'
    elif t == 'dry':
        A = mk_cargo(w, None, True); B = mk_cargo(w, 'CN'); lo = w.anch(w.ch(['Zhoushan', 'Lianyungang', 'Rizhao'])); note = 'bulk carrier lightened into a coaster in the roads'; g = 'ore'
    else:
        A = mk_tanker(w, w.ch(['CN', 'TW', 'KR', 'PA']), int(r.choice([65, 78, 88]))); B = mk_fish(w, 'CN', 'A'); B.L = 60; B.B = 10; B.ids[0][1].update(L=60, W=10); gr = w.ch(GROUNDS[4:6] + GROUNDS[:1]); lo = w.at(off(gr[1:3], r.uniform(0, 360), r.uniform(2, 15)), gr[3], 'fishing ground'); note = 'supply tanker fuels a fishing carrier at sea'; g = 'gas oil'
    for s in (A, B):
        hp = lo.get('port') or w.ch(['Zhoushan', 'Ningbo', 'Shanghai', 'Qingdao']); s.start(w.anch(hp), -r.uniform(0, 1) * DAY); s.ev.append((-1e8, 'dr', s.dl if s is A and t != 'bunker' or (s is B and t == 'bunker') else s.db)); s.dest(-9e6, port=hp)
    dur = r.uniform(3, 7) * H if t in ('bunker', 'fish') else r.uniform(10, 36) * H
    T = max(T0, A.t + A.eta(lo), B.t + B.eta(lo)) + 5 * H; z, e = meet(A, B, lo, T, dur, lo['kind'] == 'anch')
    fr, to = (B, A) if t == 'bunker' else (A, B); fr.cargo(e, fr.dl - .5 * (fr.dl - fr.db)); to.cargo(e, to.dl if t != 'bunker' else to.dr + .2)
    if r.random() < .25: B.dark(z - r.uniform(2, 9) * H, e + r.uniform(1, 6) * H)
    w.inn({'light': 'lightering', 'sea': 'lightering', 'bunker': 'bunkering', 'dry': 'lightering', 'fish': 'fishing_supply'}[t], fr.mmi('from', z, e) + to.mmi('to', z, e), [pl('transfer', lo, A.P[np.searchsorted(A.T, z)])], z, e, g, note)
    for s in (A, B):
        s.go(w.anch(w.ch(['Zhoushan', 'Ningbo', 'Shanghai', 'Qingdao'])))
        if s.typ == 30:
            while s.t < T_END: s.stay(r.uniform(3, 8) * DAY)
        else: trade(s)
def o_notified(w):
    r = w.r; s = mk_tanker(w, w.ch(['CN', 'CN', 'RU', 'HK']), int(r.choice([78, 88, 96, 104]))); side = 'E' if s.flag == 'RU' else 'W'; s.hab_dest = w.ch(['name', 'code']); s.hab_d = w.ch(['good', 'late']); s.port_off = False; s.rx = 1.0
    home = w.ch(['Dalian', 'Dalian', 'Qingdao']) if side == 'W' else w.ch(['Vladivostok', 'Nakhodka', 'Slavyanka']); d = 'Nampo' if side == 'W' or r.random() < .25 else w.ch(['Chongjin', 'Hungnam', 'Rajin'])
    s.start(w.anch(home), -DAY); s.ev.append((-1e8, 'dr', s.db)); s.dest(-9e6, port=home); s.until(r.uniform(0, 17) * DAY); x = s.call_at(home, 6 * H, r.uniform(.6, 1.2) * DAY, cargo=s.dl); la = s.loc; s.dest(s.t, txt=PORTS[d][6][int(r.integers(0, 2))]); y = s.call_at(d, r.gamma(2, 10) * H, r.uniform(1, 2.4) * DAY, cargo=s.db)
    w.inn('notified_oil', s.mmi('carrier', x[0], y[2]), [pl('origin', la), pl('destination', s.loc)], x[0], y[2], 'oil products within the cap', 'notified delivery, destination entered and equipment on'); s.dest(s.t, port=home); s.go(w.anch(home)); trade(s)
def o_food(w):
    r = w.r; s = mk_cargo(w, w.ch(['CN', 'SL', 'TG', 'PA', 'RU', 'MN', 'VN'])); side = 'E' if s.flag == 'RU' else w.ch(['W', 'W', 'E']); home = w.ch(['Dalian', 'Yantai', 'Lianyungang', 'Qingdao', 'Tianjin'] if side == 'W' else ['Vladivostok', 'Nakhodka', 'Zarubino']); d = w.ch(['Nampo', 'Nampo', 'Songnim'] if side == 'W' else ['Chongjin', 'Hungnam', 'Rajin', 'Wonsan'])
    g = w.ch(['rice', 'fertiliser', 'wheat', 'maize (relief)', 'soya beans']); s.start(w.anch(home), -DAY); s.ev.append((-1e8, 'dr', s.db)); s.dest(-9e6, port=home); s.until(r.uniform(0, 15) * DAY); x = s.call_at(home, r.uniform(3, 20) * H, r.uniform(1, 2.2) * DAY, cargo=s.dl); la = s.loc; s.dest(s.t, port=d)
    y = s.call_at(d, r.gamma(2, 20) * H, r.uniform(2, 4.5) * DAY, cargo=s.db); w.inn('food_to_dprk', s.mmi('carrier', x[0], y[2]), [pl('origin', la), pl('destination', s.loc)], x[0], y[2], g, 'foreign ship brought %s to %s and left in ballast' % (g, d)); s.dest(s.t, port=home); s.go(w.anch(home)); trade(s)
def o_rajin(w):
    r = w.r; s = mk_cargo(w, w.ch(['CN', 'RU', 'PA', 'SL', 'HK', 'MN'])); home = w.ch(['Vladivostok', 'Busan', 'Nakhodka', 'Qingdao']); d = w.ch(['Qingdao', 'Rizhao', 'Shanghai', 'Ningbo', 'Lianyungang']); s.start(w.anch(home), -DAY); s.ev.append((-1e8, 'dr', s.db)); s.until(r.uniform(0, 12) * DAY); s.dest(s.t, port='Rajin')
    x = s.call_at('Rajin', r.uniform(5, 60) * H, r.uniform(1.2, 3) * DAY, cargo=s.dl); la = s.loc; s.dest(s.t, port=d); y = s.call_at(d, r.uniform(5, 40) * H, r.uniform(1, 2) * DAY, cargo=s.db)
    w.inn('rajin_transit', s.mmi('carrier', x[0], y[2]), [pl('origin', la), pl('destination', s.loc)], x[0], y[2], 'Russian coal', 'Russian coal railed to Rajin and shipped to %s, exempted' % d); trade(s)
def o_drift(w):
    r = w.r; s = mk_tanker(w) if r.random() < .7 else mk_cargo(w); begin(s, w.ch(['Zhoushan', 'Yeosu', 'Busan', 'Shanghai', 'Keelung'])); s.until(r.uniform(.5, 16) * DAY); lo = w.site(w.ch([x for x in SITES if 'China' in x])); s.dest(s.t, txt=w.ch(['FOR ORDERS', 'DRIFTING', 'ORDER', 'OPL BUSAN'])); s.go(lo); a = s.t; s.stay(r.uniform(.7, 4.5) * DAY)
    if r.random() < .35: s.dark(a + 5 * H, a + r.uniform(12, 40) * H)
    if r.random() < .5: s.cargo(s.t, s.dr + .5)
    w.inn('drifting_for_orders', s.mmi('carrier', a, s.t), [pl('transfer', lo)], a, s.t, None, 'drifting alone for orders, met nobody'); trade(s)
def o_barge_ok(w):
    r = w.r; s = mk_barge(w); a = w.ch(['Qinhuangdao', 'Jingtang', 'Bayuquan', 'Dandong', 'Huanghua', 'Dandong']); d = w.ch(['Zhoushan', 'Lianyungang', 'Taicang', 'Longkou', 'Shidao']); s.start(w.anch(a), -DAY); s.ev.append((-1e8, 'dr', s.db)); s.until(r.uniform(0, 5) * DAY); n = 0; b0 = max(0, s.t)
    while s.t < T_END:
        s.dest(s.t, port=a); x = s.call_at(a, r.uniform(5, 30) * H, r.uniform(.7, 1.5) * DAY, cargo=s.dl)
        if r.random() < .5: s.dark(x[1] - r.uniform(2, 20) * H, s.t + r.uniform(2, 30) * H)
        s.dest(s.t, port=d); s.call_at(d, r.uniform(5, 30) * H, r.uniform(.7, 1.5) * DAY, cargo=s.db)
    w.inn('barge_domestic', s.mmi('carrier', b0, T_END), [pl('origin', w.anch(a)), pl('destination', w.anch(d))], b0, T_END, 'coal or sand, domestic', 'barge without IMO in Chinese coastal trade %s - %s' % (a, d))
def o_tow(w):
    r = w.r; s = Ship(w, w.ch(['CN', 'RU', 'KR']), 31, 38, r.uniform(5, 6.5), dl=4.5, db=4.2); begin(s, w.ch(['Dalian', 'Vladivostok', 'Busan', 'Shanghai', 'Incheon'])); s.until(r.uniform(.5, 8) * DAY); a = s.t; i = len(s.T) - 1; p = w.ch(['Zhoushan', 'Dandong', 'Lianyungang', 'Busan', 'Weihai']); s.dest(s.t, port=p); s.go(w.anch(p)); e = s.t
    b = Ship(w, 'CN', 99, 90, 6, cls='B', imo=False, name='BARGE %d' % r.integers(1, 99)); 
    for k in range(max(1, i), len(s.T)):
        d = brg(s.P[k - 1], s.P[k]); b.push(s.T[k] + 1, off(s.P[k], d + 180, .22), 0., SAIL)
    w.inn('tug_tow', s.mmi('carrier', a, e) + b.mmi('carrier', a, e), [pl('destination', s.loc)], a, e, None, 'tug with a barge in tow, two transponders a cable apart for days')
    while s.t < T_END: s.stay(3 * DAY)
def o_service(w, p, kind):
    """pilots, tugs, bunker boats and launches about a port"""
    r = w.r; s = Ship(w, PORTS[p][0] if PORTS[p][0] in FLAGS else 'CN', {'pilot': 50, 'tug': 52, 'bunker': 80, 'launch': 90}[kind], {'pilot': 22, 'tug': 36, 'bunker': 55, 'launch': 25}[kind], r.uniform(8, 11), cls='A' if kind != 'launch' else 'B', imo=kind in ('tug', 'bunker'), name=(p.upper()[:9] + ' ' + kind.upper() + ' %d' % r.integers(1, 30))[:20], dl=3.6, db=3)
    s.start(w.berth(p), -r.uniform(0, .5) * DAY); s.hab_dest = 'none'; s.port_off = r.random() < .4
    while s.t < T_END:
        s.stay(r.gamma(1.5, 8) * H); s.go(w.anch(p)); s.stay(r.uniform(.3, 5) * H); s.go(w.berth(p))
    return s
def o_rename(w):
    r = w.r; s = mk_cargo(w, w.ch(['PA', 'HK', 'SL', 'TG', 'KR', 'CN', 'JP'])) if r.random() < .6 else mk_tanker(w); p = w.ch(['Dalian', 'Zhoushan', 'Busan', 'Shanghai', 'Nakhodka', 'Kitakyushu']); begin(s, p); s.until(r.uniform(2, 18) * DAY); s.call_at(p, 5 * H, r.uniform(1, 4) * DAY)
    f = w.ch(['SL', 'PA', 'MN', 'TG', 'CN', 'VN']); t = s.t - r.uniform(3, 20) * H; a = s.idat(t)['name']; s.identity(t, name=w.name(f), mmsi=w.mmsi(f), call=w.call(f), flag=f); s.dark(t - r.uniform(0, 20) * H, t + r.uniform(0, 2) * H); trade(s)
    w.inn('renaming', s.mmi('carrier', t - DAY, t + DAY), [pl('transfer', w.berth(p))], t - DAY, t + DAY, None, 'sold and renamed in port (was %s), the IMO number stays' % a)
def o_russian_ferry(w): o_ferry(w, 'Donghae', 'Vladivostok', 'PA', 'EASTERN VISION')
def o_sand(w):
    r = w.r; s = Ship(w, 'KR', 33, 92, 10, name=w.name('KR')); begin(s, 'Incheon'); a = max(0, s.t)
    while s.t < T_END:
        lo = w.at(off((37.03, 125.62), r.uniform(0, 360), 2), 'IC_A', 'Ongjin sand grounds'); s.dest(s.t, port='Incheon'); s.go(lo); s.drift(r.uniform(4, 9) * H); s.cargo(s.t, s.dl); s.call_at('Incheon', 1, r.uniform(8, 16) * H, cargo=s.db)
    w.inn('sand_dredger', s.mmi('carrier', a, T_END), [], a, T_END, 'sand', 'sea sand lifted off Ongjin for Incheon')

# ------------------------------------------------------------------- receivers
def listen(w, ships):
    r = w.r; st = np.array(STATIONS); ns = len(st); hrs = 24 * 31
    base = np.repeat(r.normal(1, .13, (ns, hrs // 6 + 1)), 6, axis=1)[:, :hrs]
    night = 1 + .10 * np.cos((np.arange(hrs) % 24 - 18) / 24 * 2 * np.pi)
    prop = np.clip(base, .6, 1.6) * night[None]
    for j in range(ns):                       # outages
        for _ in range(r.poisson(1.6)):
            a = int(r.integers(0, hrs)); prop[j, a:a + int(r.gamma(1.3, 9)) + 1] = 0
    clk = np.where(r.random(ns) < .12, r.normal(0, 45, ns), r.normal(0, 1.0, ns))
    nsat = 30 * 23; pt = np.sort(r.uniform(0, T_END, nsat)); pc = np.stack([r.uniform(22, 46, nsat), r.uniform(112, 143, nsat)], 1); pr = r.uniform(600, 1350, nsat); pq = r.uniform(.3, 1, nsat)
    for g in range(4):                        # satellite feed lost for some hours
        a = r.uniform(0, T_END); pq[(pt > a) & (pt < a + r.uniform(3, 11) * H)] = 0
    rows = []
    for idx, s in enumerate(ships):
        T = np.array(s.T); P = np.array(s.P); HDG = np.array(s.HD, float); MD = np.array(s.MD)
        if len(T) < 2 or T[0] > T_END or T[-1] < 0: continue
        lo, hi = max(0., T[0]), min(T_END - 1, T[-1])
        # candidate times
        step = 210.; n = int((hi - lo) / step); tc = lo + (np.arange(n) + r.random(n)) * step
        if n < 1: continue
        k = np.clip(np.searchsorted(T, tc, 'right') - 1, 0, len(T) - 2); md = MD[k]
        thin = np.where(md == SAIL, .60, np.where(md == MOOR, .085, np.where(md == ANCH, .17, np.where(md == STS, .4, .34))))
        if s.cls == 'B': thin = thin * .6
        sel = r.random(n) < thin; tc = tc[sel]
        la = np.interp(tc, T, P[:, 0]); lon = np.interp(tc, T, P[:, 1])
        R = st[:, 2] * (1. if s.cls == 'A' else .42) * (.8 if s.L < 60 else 1.)
        dy = (la[:, None] - st[None, :, 0]) * 60; dx = (lon[:, None] - st[None, :, 1]) * 60 * np.cos(la[:, None] * RAD)
        d = np.hypot(dx, dy); hr = (tc / H).astype(int); Re = R[None] * prop[:, hr].T * (.6 + .4 * s.rx)
        pp = st[None, :, 3] / (1 + np.exp(np.clip((d - Re) / np.maximum(Re * .09, 1.), -50, 50))) * (Re > 0)
        j = pp.argmax(1); pm = pp.max(1) * min(1., .45 + .6 * s.rx)
        ok = r.random(len(tc)) < pm; tt = tc[ok]; err = clk[j[ok]]
        # satellites
        m = (pt >= lo) & (pt <= hi); ps = pt[m]
        sl = np.interp(ps, T, P[:, 0]); so = np.interp(ps, T, P[:, 1]); dd = np.hypot((sl - pc[m, 0]) * 60, (so - pc[m, 1]) * 60 * np.cos(sl * RAD))
        crowd = np.where(so < 123.2, .3, np.where((sl < 36) & (so < 130), .38, .62)); q = crowd * pq[m] * (.5 + .5 * s.rx) * (dd < pr[m]) * (1 if s.cls == 'A' else .09) * (1 if s.L > 70 else .7)
        hit = ps[r.random(len(ps)) < q]; reps = r.integers(1, 4, len(hit)); ts = np.repeat(hit, reps) + r.uniform(0, 600, reps.sum()); ts = ts[ts < hi]
        t = np.concatenate([tt, ts]); er = np.concatenate([err, r.normal(0, 1.2, len(ts))])
        for a, b in s.offs:
            g = ~((t > a) & (t < b)); t = t[g]; er = er[g]
        if not len(t): continue
        o = np.argsort(t); t = t[o]; er = er[o]
        k = np.clip(np.searchsorted(T, t, 'right') - 1, 0, len(T) - 2); md = MD[k]
        la = np.interp(t, T, P[:, 0]); lon = np.interp(t, T, P[:, 1])
        dT = np.maximum(T[k + 1] - T[k], 1); gy = (P[k + 1, 0] - P[k, 0]) * 60; gx = (P[k + 1, 1] - P[k, 1]) * 60 * np.cos(la * RAD)
        sog = np.hypot(gx, gy) / dT * H; cog = np.degrees(np.arctan2(gx, gy)) % 360; still = (md == ANCH) | (md == MOOR)
        N = len(t); sog = np.where(md == MOOR, np.where(r.random(N) < .9, 0, .1), np.where(md == ANCH, np.abs(r.normal(0, .15, N)), np.maximum(0, sog + r.normal(0, .15, N))))
        cog = np.where(still, r.uniform(0, 360, N), (cog + r.normal(0, 1.5, N) + np.where(sog < 1.5, r.normal(0, 25, N), 0)) % 360)
        hd = np.where((md == SAIL) | np.isnan(HDG[k]), (cog + r.normal(0, 2, N)), HDG[k] + r.normal(0, .7, N)) + s.hbias
        ns_ = s.noise / 111000; la = la + r.normal(0, ns_, N); lon = lon + r.normal(0, ns_ * 1.2, N)
        bad = r.random(N) < .0006; la = np.where(bad, la + r.normal(0, .15, N), la); lon = np.where(bad, lon + r.normal(0, .15, N), lon)
        # navigational status as typed
        tb = {SAIL: 0, ANCH: 1, MOOR: 5, DRIFT: s.__dict__.setdefault('nd', int(r.choice([0, 0, 1, 2]))), STS: s.__dict__.setdefault('nsx', int(r.choice([0, 1, 5, 5, 2]))), FISH: 7}
        ev = np.concatenate([[0], np.where(np.diff(MD) != 0)[0] + 1]); et = T[ev].copy(); lag = {'good': .3, 'late': 5., 'zero': .1, 'stuck': .1}[s.hab_ns]; et[1:] += r.exponential(lag, len(et) - 1) * H; et = np.maximum.accumulate(et); es = np.array([tb[int(x)] for x in MD[ev]])
        kk = np.clip(np.searchsorted(et, t, 'right') - 1, 0, len(et) - 1); nv = es[kk]
        if s.hab_ns == 'zero': nv = np.zeros(N, int)
        if s.hab_ns == 'stuck': nv = np.full(N, int(es[0]))
        tw = np.clip(t + er, 0, T_END - 1).astype(int)
        # static strings, piece by piece
        evs = sorted(s.ev, key=lambda x: x[0]); cuts = sorted({-1e12} | {x[0] for x in evs} | {a for a, _ in s.ids}); cur = {'dr': None, 'dest': ''}; strs = []; mms = []; ei = 0
        if s.hab_d == 'none': pass
        for c in cuts:
            while ei < len(evs) and evs[ei][0] <= c: cur[evs[ei][1]] = evs[ei][2]; ei += 1
            d = s.idat(c); dr = '' if (cur['dr'] is None or s.hab_d == 'none' or s.cls == 'B' or cur['dr'] <= 0) else '%.1f' % cur['dr']
            strs.append('%s,%s,%s,%d,%d,%d,%s,%s' % (d['name'], d['imo'] or '', d['call'], d['type'], d['L'], d['W'], dr, '' if s.cls == 'B' else cur['dest'])); mms.append(d['mmsi'])
        ci = np.searchsorted(np.array(cuts), t, 'right') - 1
        nosog = r.random(N) < .002
        for a in range(N):
            rows.append((tw[a], mms[ci[a]], la[a], lon[a], '' if nosog[a] else '%.1f' % sog[a], '' if nosog[a] else '%.1f' % (cog[a] % 360), '%d' % (hd[a] % 360) if s.gyro else '', '' if s.cls == 'B' else nv[a], strs[ci[a]]))
    rows.sort(key=lambda x: (x[0], x[1]))
    return rows

# ------------------------------------------------------------------------ main
def build(seed, nh):
    w = World(seed); r = w.r; w.kpfree = []
    drawn = int(r.integers(0, 41)); n = drawn if nh is None else nh
    # ordinary traders first
    for _ in range(30): o_trade(w)
    for _ in range(14): o_trade(w, mk_tanker(w))
    for _ in range(7): o_trade(w, mk_cargo(w, None, True))
    for _ in range(17): o_transit(w)
    for _ in range(8): o_liner(w)
    for a, b, f, nm in [('Weihai', 'Incheon', 'PA', 'NEW GOLDEN WAVE'), ('Dalian', 'Incheon', 'PA', 'DA IN PEARL'), ('Yantai', 'Dalian', 'CN', 'BOHAI JADE PEARL'), ('Dandong', 'Incheon', 'PA', 'YALU PEARL'), ('Busan', 'Hakata', 'KR', 'NEW CAMEL LINE'), ('Qingdao', 'Incheon', 'PA', 'GOLDEN QUAY V'), ('Shidao', 'Gunsan', 'PA', 'SHIDAO STAR')]:
        if r.random() < .8: o_ferry(w, a, b, f, nm)
    if r.random() < .8: o_russian_ferry(w)
    fl = [o_fish(w) for _ in range(12)]
    for s in fl[:5]:
        p = shadow(w, s, r.uniform(0, 360), .35); w.inn('fishing_pair', s.mmi('carrier', 0, T_END) + p.mmi('carrier', 0, T_END), [], 0, T_END, None, 'pair trawlers')
    c = (r.uniform(38.9, 39.9), r.uniform(132, 133.5)); sq = [o_squid(w, c) for _ in range(int(r.integers(4, 8)))]
    w.inn('fishing_fleet', [x for s in sq for x in s.mmi('carrier', 0, T_END)], [['transfer', 'squid grounds', None, round(c[0], 3), round(c[1], 3)]], 0, T_END, None, 'squid jiggers drifting at night, outside the waters of the DPRK')
    for p, k in [('Shanghai', 'pilot'), ('Dalian', 'tug'), ('Zhoushan', 'bunker'), ('Busan', 'bunker'), ('Qingdao', 'launch'), ('Ningbo', 'tug'), ('Incheon', 'pilot'), ('Yeosu', 'bunker'), ('Vladivostok', 'tug')]:
        s = o_service(w, p, k)
        if k in ('bunker', 'pilot'): w.inn(k, s.mmi('carrier', 0, T_END), [], 0, T_END, None, 'harbour craft at %s going out to ships at anchor' % p)
    for f, a, b in [(o_coastal_dark, 3, 6), (o_poor, 2, 4), (o_sts3, 7, 11), (o_notified, 1, 4), (o_food, 2, 5), (o_rajin, 1, 4), (o_drift, 3, 6), (o_barge_ok, 2, 6), (o_tow, 1, 3), (o_rename, 2, 4), (o_sand, 1, 2)]:
        for _ in range(int(r.integers(a, b + 1))): f(w)
    # net buoys and shared numbers
    for _ in range(5):
        g = w.ch(GROUNDS); s = Ship(w, 'CN', int(w.ch([0, 30, 90])), int(w.ch([0, 3, 10])), 1, cls='B', imo=False, name='%d-%d%%' % (r.integers(1, 999), r.integers(40, 99)), B=2, mmsi=int(w.ch([412000000, 413000001, 412999999, 123456789])) if r.random() < .6 else None); s.L = 20; s.start(w.at(off(g[1:3], r.uniform(0, 360), r.uniform(0, 12)), g[3]), r.uniform(-1, 12) * DAY); s.drift(r.uniform(4, 14) * DAY)
    xs = [s for s in w.ships if s.flag == 'CN' and s.L > 60 and len(s.ids) == 1]
    for _ in range(2):
        a, b = (xs[int(i)] for i in r.choice(len(xs), 2, replace=False)); b.ids[0][1]['mmsi'] = a.ids[0][1]['mmsi']
        w.inn('shared_mmsi', a.mmi('carrier', 0, T_END) + b.mmi('carrier', 0, T_END), [], 0, T_END, None, 'two ships whose sets were programmed with one number')
    # names in entries already made must follow a number changed above
    for e in w.innocent:
        for x in e['_s']:
            for s in w.ships:
                if s.ids[0][1]['name'] == x[1] and len(s.ids) == 1: x[2] = int(s.ids[0][1]['mmsi'])
    # the fleet of the DPRK in lawful work
    for i in range(max(8, 19 - n // 3)):
        s = mk_kp_cargo(w) if i % 4 else mk_kp_tanker(w); s.side = w.ch(['W', 'E'], [.68, .32]); p = w.ch(['Nampo', 'Nampo', 'Songnim', 'Haeju', 'Dalian', 'Dandong'] if s.side == 'W' else ['Chongjin', 'Hungnam', 'Rajin', 'Wonsan', 'Vladivostok'])
        s.start(w.anch(p) if r.random() < .5 else w.berth(p), -r.uniform(.1, 3) * DAY); s.ev.append((-1e8, 'dr', s.db)); s.dest(-9e6, port=p); s.stay(r.uniform(.1, 4) * DAY)
        if s.typ >= 80 and r.random() < .2: kp_lighter(s)
        fill(s, T_END, True)
    # the hidden acts
    K = ['delivery', 'dark', 'target', 'flagged', 'tdark', 'barge', 'laundered']
    for _ in range(n):
        k = w.ch(K, [.25, .12, .15, .14, .15, .08, .11])
        if k == 'delivery': h_delivery(w)
        elif k == 'dark': h_dark(w)
        elif k == 'target': h_target(w)
        elif k == 'flagged': h_sts(w, 'flagged')
        elif k == 'tdark': h_sts(w, 'dark')
        elif k == 'barge': h_barge(w)
        else: w.ch([lambda: h_delivery(w, True), lambda: h_dark(w, True), lambda: h_target(w, True), lambda: h_sts(w, 'laundered')], [.35, .15, .2, .3])()
    for s in list(w.kpfree): fill(s, T_END, True)
    while len(w.ships) < 246 + int(r.integers(0, 10)): w.ch([lambda: o_trade(w), lambda: o_fish(w), lambda: o_transit(w), lambda: o_trade(w, mk_tanker(w))], [5, 3, 2, 2])()
    return w

def main():
    av = sys.argv[1:]; nh = None
    if '--hidden' in av: i = av.index('--hidden'); nh = int(av[i + 1]); del av[i:i + 2]
    seed, folder = int(av[0]), av[1]; os.makedirs(folder, exist_ok=True)
    w = build(seed, nh); rows = listen(w, w.ships)
    d0 = datetime.date(2018, 10, 5); files = []; head = 'mmsi,timestamp,latitude,longitude,sog_knots,cog,heading,nav_status,ship_name,imo,callsign,ship_type,length_m,width_m,draught_m,destination\n'
    days = [[] for _ in range(30)]; pre = [(d0 + datetime.timedelta(d)).isoformat() for d in range(30)]
    for t, m, la, lo, sog, cog, hd, nv, st in rows:
        d, x = divmod(int(t), 86400); h, y = divmod(x, 3600); mi, se = divmod(y, 60)
        days[d].append('%d,%sT%02d:%02d:%02dZ,%.5f,%.5f,%s,%s,%s,%s,%s\n' % (m, pre[d], h, mi, se, la, lo, sog, cog, hd, nv, st))
    for d in range(30):
        fn = 'strange-%s.csv' % pre[d]; files.append(fn)
        with open(os.path.join(folder, fn), 'w') as f: f.write(head); f.writelines(days[d])
    def outl(es, pre):
        o = []
        es = [e for e in es if e['begin'] < T_END - H and e['end'] > H]
        es.sort(key=lambda e: e['begin'])
        for i, e in enumerate(es):
            o.append(dict(id='%s%d' % (pre, i + 1), kind=e['kind'], ships=e['_s'], places=e['_p'], begin=int(max(0, e['begin'])), end=int(min(T_END, e['end'])), goods=e['goods'], note=e['note'] + ('; not finished when the month ends' if e['end'] > T_END else ''), ends=[]))
        return o
    with open(os.path.join(folder, 'key.json'), 'w') as f: json.dump({'files': files, 'hidden': outl(w.hidden, 'h'), 'innocent': outl(w.innocent, 'i')}, f, indent=1)
    return w

if __name__ == '__main__':
    main()
