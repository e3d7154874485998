using System.Text;

namespace Torghut.Avro;

/// <summary>The specification's 64-bit Rabin fingerprint, CRC-64-AVRO.</summary>
public static class Crc64Avro
{
    private const ulong Empty = 0xc15d213aa4d7a795;
    private static readonly ulong[] Table = MakeTable();

    public static ulong Compute(ReadOnlySpan<byte> data)
    {
        var fingerprint = Empty;
        foreach (var value in data)
            fingerprint = (fingerprint >> 8) ^ Table[(int)((fingerprint ^ value) & 0xff)];
        return fingerprint;
    }

    internal static ulong Compute(string text) => Compute(Encoding.UTF8.GetBytes(text));

    private static ulong[] MakeTable()
    {
        var table = new ulong[256];
        for (var i = 0; i < table.Length; i++)
        {
            var fingerprint = (ulong)i;
            for (var bit = 0; bit < 8; bit++)
                fingerprint = (fingerprint >> 1) ^ ((fingerprint & 1) == 0 ? 0 : Empty);
            table[i] = fingerprint;
        }

        return table;
    }
}
