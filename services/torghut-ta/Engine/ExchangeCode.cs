namespace Torghut.Ta.Engine;

/// <summary>Venue codes are one letter; up to four are kept apart in one word.</summary>
internal static class ExchangeCode
{
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
