namespace Torghut.Contracts;

/// <summary>Where ClickHouse keeps the derived records.</summary>
public static class DerivedTables
{
    /// <summary>Database of the tables unless an installation names another.</summary>
    public const string Database = "torghut";

    public const string Microbars = "ta_microbars";
    public const string Signals = "ta_signals";

    /// <summary>The signals in the shape of a record's envelope, for older readers.</summary>
    public const string SignalEnvelopes = "v_ta_signals_envelope";
}
