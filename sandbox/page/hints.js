// "What to try": steps for a first hour. `say` fills the composer, `open` opens a dialog, on the phone in use.
// The server may bring its own list in GET /control/state → hints: {id: [...], en: [...]}.

export const HINTS = {
  id: [
    { text: "Tekan MULAI di salah satu telepon dan ikuti pertanyaannya." },
    { text: "Atau langsung tulis masalahnya, tanpa perintah apa pun.", say: "Jalan berlubang di depan SD 2 Canggu, sudah dua orang jatuh" },
    { text: "Kirim satu foto, atau beberapa sekaligus sebagai album.", open: "photo" },
    { text: "Bagikan lokasi: pilih tempat atau klik di peta.", open: "pin" },
    { text: "Lihat apa yang tiba di telepon lain, lalu tekan tombol di bawah pesannya." },
    { text: "Ubah pesan yang sudah terkirim, balas pesan lama, atau kirim pesan suara." },
  ],
  en: [
    { text: "Press START on one of the phones and follow the questions." },
    { text: "Or simply write what is wrong, without any command.", say: "Street light out on Jalan Raya Canggu, it is really dark at night" },
    { text: "Send one photo, or several at once as an album.", open: "photo" },
    { text: "Share a location: choose a place or click on the map.", open: "pin" },
    { text: "Watch what arrives on the other phones, then press the buttons under the message." },
    { text: "Edit a message already sent, reply to an older one, or send a voice note." },
  ],
};
