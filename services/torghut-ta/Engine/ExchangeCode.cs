using System.Text;

namespace Torghut.Ta.Engine;

/// <summary>Venue codes are one letter; up to four are kept apart in one word.</summary>
internal static class ExchangeCode
{
    /// <summary>The same of a code's UTF-8.</summary>
    public static uint Pack(ReadOnlySpan<byte> code)
    {
        uint packed = 0;
        for (var i = 0; i < code.Length && i < 4; i++)
        {
            if (code[i] >= 0x80)
            {
                return Pack(Encoding.UTF8.GetString(code));
            }

            packed |= (uint)code[i] << (8 * i);
        }

        return packed;
    }

    public static uint Pack(string code)
    {
        uint packed = 0;
        for (var i = 0; i < code.Length && i < 4; i++)
        {
            packed |= (uint)(code[i] & 0xFF) << (8 * i);
        }

        return packed;
    }
}
