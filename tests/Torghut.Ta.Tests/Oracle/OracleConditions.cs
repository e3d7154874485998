namespace Torghut.Ta.Tests.Oracle;

internal sealed record OracleEffect(bool Volume, bool HighLow, bool OpenClose);

/// <summary>The sale-condition rules as sentences.</summary>
internal static class OracleConditions
{
    public static readonly OracleEffect Everything = new(true, true, true);

    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    public static OracleEffect Of(OracleTrade trade)
    {
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.UnixEpoch.AddTicks(trade.Ts / 100), NewYork).TimeOfDay;
        var regular = local >= new TimeSpan(9, 30, 0) && local < new TimeSpan(16, 0, 0);
        var effect = Everything;
        foreach (var code in trade.Conditions)
        {
            var one = Single(code, trade.Tape, regular);
            effect = new OracleEffect(effect.Volume && one.Volume, effect.HighLow && one.HighLow, effect.OpenClose && one.OpenClose);
        }

        return effect;
    }

    private static OracleEffect Single(char code, char tape, bool regular) => code switch
    {
        'M' or 'Q' or '9' => new(false, false, false),
        'B' when tape == 'C' => Everything,
        'B' or 'W' or 'C' or 'H' or 'I' or 'N' or 'R' or 'V' or '7' or 'U' or 'P' or '4' => new(true, false, false),
        'T' => regular ? new(true, false, false) : Everything,
        'L' or 'Z' or 'G' => new(true, true, false),
        _ => Everything,
    };
}
