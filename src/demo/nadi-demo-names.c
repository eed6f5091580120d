/* First and last names of several communities, common ones, put together for this project. */
#include "nadi-demo-private.h"

static const NadiDemoName marathi_male[] = {
  { "Aniket", "अनिकेत" }, { "Sachin", "सचिन" },   { "Prakash", "प्रकाश" }, { "Vinayak", "विनायक" }, { "Suresh", "सुरेश" },
  { "Mahesh", "महेश" },   { "Rohan", "रोहन" },    { "Ganesh", "गणेश" },   { "Nitin", "नितीन" },    { "Shantanu", "शंतनू" },
  { "Dattatray", "दत्तात्रय" }, { "Omkar", "ओंकार" }, { "Tejas", "तेजस" },   { "Ajinkya", "अजिंक्य" }, { "Baban", "बबन" },
};
static const NadiDemoName marathi_female[] = {
  { "Asha", "आशा" },      { "Sunita", "सुनीता" }, { "Vaishali", "वैशाली" }, { "Manisha", "मनीषा" }, { "Smita", "स्मिता" },
  { "Sayali", "सायली" },  { "Mugdha", "मुग्धा" }, { "Kalpana", "कल्पना" },  { "Shubhangi", "शुभांगी" }, { "Aditi", "अदिती" },
  { "Rutuja", "ऋतुजा" },  { "Surekha", "सुरेखा" }, { "Mrunal", "मृणाल" },   { "Lata", "लता" },      { "Anagha", "अनघा" },
};
static const NadiDemoName marathi_family[] = {
  { "Patil", "पाटील" },     { "Deshpande", "देशपांडे" }, { "Kulkarni", "कुलकर्णी" }, { "Jadhav", "जाधव" },   { "Shinde", "शिंदे" },
  { "Pawar", "पवार" },      { "More", "मोरे" },          { "Kadam", "कदम" },        { "Gaikwad", "गायकवाड" }, { "Joshi", "जोशी" },
  { "Bhosale", "भोसले" },   { "Chavan", "चव्हाण" },      { "Sawant", "सावंत" },     { "Kamble", "कांबळे" },  { "Gokhale", "गोखले" },
};
static const NadiDemoName hindi_male[] = {
  { "Rajesh", "राजेश" }, { "Amit", "अमित" },     { "Vikas", "विकास" },  { "Sanjay", "संजय" },   { "Manoj", "मनोज" },
  { "Deepak", "दीपक" },  { "Rahul", "राहुल" },   { "Ashok", "अशोक" },   { "Pankaj", "पंकज" },   { "Dinesh", "दिनेश" },
  { "Arjun", "अर्जुन" },  { "Ramesh", "रमेश" },   { "Vivek", "विवेक" },  { "Hari", "हरि" },      { "Mohan", "मोहन" },
};
static const NadiDemoName hindi_female[] = {
  { "Priya", "प्रिया" }, { "Neha", "नेहा" },      { "Kavita", "कविता" }, { "Rekha", "रेखा" },    { "Pooja", "पूजा" },
  { "Meena", "मीना" },   { "Anita", "अनीता" },   { "Geeta", "गीता" },   { "Shalini", "शालिनी" }, { "Radha", "राधा" },
  { "Nisha", "निशा" },   { "Usha", "उषा" },      { "Savitri", "सावित्री" }, { "Kiran", "किरण" }, { "Divya", "दिव्या" },
};
static const NadiDemoName hindi_family[] = {
  { "Sharma", "शर्मा" },   { "Verma", "वर्मा" },    { "Gupta", "गुप्ता" },    { "Singh", "सिंह" },    { "Yadav", "यादव" },
  { "Mishra", "मिश्रा" },  { "Tiwari", "तिवारी" },  { "Pandey", "पाण्डेय" },  { "Chauhan", "चौहान" }, { "Agarwal", "अग्रवाल" },
  { "Kumar", "कुमार" },    { "Srivastava", "श्रीवास्तव" }, { "Saxena", "सक्सेना" }, { "Rathore", "राठौर" }, { "Dubey", "दुबे" },
};
static const NadiDemoName muslim_male[] = {
  { "Imran", "इमरान" },  { "Salim", "सलीम" },  { "Abdul", "अब्दुल" }, { "Yusuf", "यूसुफ" }, { "Arif", "आरिफ़" },
  { "Irfan", "इरफ़ान" }, { "Nasir", "नासिर" }, { "Javed", "जावेद" },  { "Faisal", "फ़ैसल" }, { "Hamid", "हामिद" },
};
static const NadiDemoName muslim_female[] = {
  { "Fatima", "फ़ातिमा" }, { "Ayesha", "आयशा" }, { "Shabnam", "शबनम" }, { "Nasreen", "नसरीन" }, { "Rukhsana", "रुख़साना" },
  { "Zainab", "ज़ैनब" },   { "Sana", "सना" },    { "Rehana", "रेहाना" }, { "Yasmin", "यास्मीन" }, { "Noor", "नूर" },
};
static const NadiDemoName muslim_family[] = {
  { "Khan", "ख़ान" }, { "Shaikh", "शेख़" }, { "Ansari", "अंसारी" }, { "Qureshi", "क़ुरैशी" }, { "Sayyed", "सय्यद" },
  { "Pathan", "पठान" }, { "Mulla", "मुल्ला" }, { "Siddiqui", "सिद्दीक़ी" },
};
static const NadiDemoName southern_male[] = {
  { "Karthik", NULL }, { "Murugan", NULL }, { "Senthil", NULL }, { "Venkatesh", NULL }, { "Srinivas", NULL },
  { "Prabhu", NULL },  { "Arun", NULL },    { "Balaji", NULL },  { "Raghavendra", NULL }, { "Unnikrishnan", NULL },
};
static const NadiDemoName southern_female[] = {
  { "Lakshmi", NULL }, { "Meenakshi", NULL }, { "Kavya", NULL },   { "Revathi", NULL }, { "Saraswathi", NULL },
  { "Deepa", NULL },   { "Padmavathi", NULL }, { "Anjali", NULL }, { "Bhavani", NULL }, { "Sreelatha", NULL },
};
static const NadiDemoName southern_family[] = {
  { "Iyer", NULL }, { "Reddy", NULL }, { "Nair", NULL }, { "Pillai", NULL }, { "Naidu", NULL },
  { "Menon", NULL }, { "Gowda", NULL }, { "Subramanian", NULL }, { "Rao", NULL }, { "Krishnamurthy", NULL },
};
static const NadiDemoName eastern_male[] = {
  { "Subhash", NULL }, { "Debashish", NULL }, { "Sourav", NULL }, { "Anirban", NULL }, { "Bikram", NULL },
  { "Partha", NULL },  { "Tapan", NULL },     { "Ranjan", NULL },
};
static const NadiDemoName eastern_female[] = {
  { "Moumita", NULL }, { "Sharmila", NULL }, { "Paromita", NULL }, { "Jaya", NULL }, { "Rituparna", NULL },
  { "Malati", NULL },  { "Sudeshna", NULL }, { "Bonani", NULL },
};
static const NadiDemoName eastern_family[] = {
  { "Banerjee", NULL }, { "Chatterjee", NULL }, { "Das", NULL }, { "Ghosh", NULL }, { "Mukherjee", NULL },
  { "Bora", NULL },     { "Mohanty", NULL },    { "Sen", NULL },
};
static const NadiDemoName northern_male[] = {
  { "Gurpreet", NULL }, { "Harjit", NULL }, { "Manpreet", NULL }, { "Balwinder", NULL }, { "Jaspal", NULL }, { "Sukhdev", NULL },
};
static const NadiDemoName northern_female[] = {
  { "Harleen", NULL }, { "Jasleen", NULL }, { "Simran", NULL }, { "Paramjit", NULL }, { "Kulwant", NULL }, { "Amrit", NULL },
};
static const NadiDemoName northern_family[] = {
  { "Gill", NULL }, { "Sandhu", NULL }, { "Dhillon", NULL }, { "Grewal", NULL }, { "Sidhu", NULL }, { "Kaur Bedi", NULL },
};
static const NadiDemoName christian_male[] = {
  { "Anthony", NULL }, { "Francis", NULL }, { "Joseph", NULL }, { "Savio", NULL }, { "Melwyn", NULL }, { "Thomas", NULL },
};
static const NadiDemoName christian_female[] = {
  { "Maria", NULL }, { "Rosy", NULL }, { "Philomena", NULL }, { "Anita", NULL }, { "Glenda", NULL }, { "Sheryl", NULL },
};
static const NadiDemoName christian_family[] = {
  { "D'Souza", NULL }, { "Fernandes", NULL }, { "Pereira", NULL }, { "Lobo", NULL }, { "Mathew", NULL }, { "Pinto", NULL },
};
static const NadiDemoName other_male[] = {
  { "Tenzin", NULL }, { "José", NULL }, { "Müslüm", NULL }, { "Łukasz", NULL }, { "Nguyễn", NULL }, { "O'Brien", NULL },
  { "Björn", NULL },  { "Tsering", NULL },
};
static const NadiDemoName other_female[] = {
  { "Zoë", NULL }, { "Chloé", NULL }, { "Pema", NULL }, { "Ingrid", NULL }, { "Siobhán", NULL }, { "Thị Mai", NULL },
  { "Ayşe", NULL }, { "Dolma", NULL },
};
static const NadiDemoName other_family[] = {
  { "Sherpa", NULL }, { "García", NULL }, { "Nowak", NULL }, { "Trần", NULL }, { "Van der Berg", NULL }, { "Øster", NULL },
  { "Smith-Jones", NULL }, { "Lhamo", NULL },
};

#define COMMUNITY(weight, name)                                                                                        \
  {                                                                                                                    \
    weight, name##_male, name##_female, name##_family, G_N_ELEMENTS (name##_male), G_N_ELEMENTS (name##_female),       \
      G_N_ELEMENTS (name##_family)                                                                                     \
  }

const NadiDemoNames nadi_demo_names[] = {
  COMMUNITY (38, marathi), COMMUNITY (24, hindi),    COMMUNITY (13, muslim),    COMMUNITY (9, southern),
  COMMUNITY (5, eastern),  COMMUNITY (4, northern), COMMUNITY (4, christian), COMMUNITY (3, other),
};
const guint nadi_demo_n_names = G_N_ELEMENTS (nadi_demo_names);
