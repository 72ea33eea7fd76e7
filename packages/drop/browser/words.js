// Twelve words, and what follows from them; the same as fairlead_drop/words.py.

import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { entropyToMnemonic, mnemonicToEntropy } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { identityToRecipient } from "age-encryption";
import { bech32 } from "@scure/base";

import { hex, join, utf8 } from "./bytes.js";
import { Stop } from "./screen.js";

const SALT = utf8("fairlead-drop/1");

export class Words {
  constructor(entropy) {
    this.entropy = entropy;
    this.token = hkdf(sha256, entropy, SALT, utf8("mailbox"), 32);
    this.mailbox = hex(sha256(join([SALT, utf8(" mailbox id"), this.token])));
    const seed = hkdf(sha256, entropy, SALT, utf8("replies"), 32);
    this.identity = bech32.encodeFromBytes("AGE-SECRET-KEY-PQ-", seed).toUpperCase();
  }

  static generate() {
    return new Words(crypto.getRandomValues(new Uint8Array(16)));
  }

  static parse(text) {
    const typed = text.toLowerCase().replaceAll(",", " ").split(/\s+/u).filter(Boolean);
    if (typed.length !== 12) throw new Stop("refused_words");
    try {
      return new Words(mnemonicToEntropy(typed.join(" "), wordlist));
    } catch {
      throw new Stop("refused_words");
    }
  }

  list() {
    return entropyToMnemonic(this.entropy, wordlist).split(" ");
  }

  recipient() {
    return identityToRecipient(this.identity);
  }
}
