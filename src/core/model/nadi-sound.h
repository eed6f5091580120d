/* How a name sounds: the same key for the ways in which one Indian name is written in Latin letters and in Devanagari ("Meena", "Mina",
 * "मीना"; "Lakshmi", "Laxmi", "लक्ष्मी"). Coarse: it says who might be meant, never who is.
 *
 * Pure, linear, any thread. */
#pragma once

#include <glib.h>

#define NADI_SOUND_SIZE 32

/* word: one folded word (nadi_text_fold()), length bytes of it. What does not fit is cut. Gives the key's length; other scripts than
 * these two give themselves. */
gsize nadi_sound_key (const char *word, gsize length, char key[NADI_SOUND_SIZE]);

/* With what letters the words may begin whose key begins with that sound: no more than a look at the first letter, to pass over the
 * many words that can't be meant. */
typedef struct
{
  guint8 latin[128];
  guint8 devanagari[128];    /* from U+0900 on */
} NadiSoundBeginnings;

void nadi_sound_beginnings (char sound, NadiSoundBeginnings *beginnings);
/* FALSE: the key of this word (not empty) begins with another sound. */
gboolean nadi_sound_may_begin (const NadiSoundBeginnings *beginnings, const char *word, gsize length);
