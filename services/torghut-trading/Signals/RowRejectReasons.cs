namespace Torghut.Trading.Signals;

/// <summary>Why a row of the signal or price table was not read. Counted and logged.</summary>
internal static class RowRejectReasons
{
    public const string SeqOutOfRange = "seq_out_of_range";
    public const string TimeOutOfRange = "time_out_of_range";
    public const string ValueOutOfRange = "value_out_of_range";
    public const string NotFinite = "not_finite";
    public const string UnknownShape = "unknown_shape";

    /// <summary>A bar whose price or volume is none.</summary>
    public const string BarOutOfRange = "bar_out_of_range";

    public static IReadOnlyList<string> All { get; } = [SeqOutOfRange, TimeOutOfRange, ValueOutOfRange, NotFinite, UnknownShape, BarOutOfRange];
}
