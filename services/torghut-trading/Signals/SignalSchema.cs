namespace Torghut.Trading.Signals;

/// <summary>Shape of the signal table.</summary>
internal enum SignalSchema
{
    Auto,

    /// <summary>One JSON column <c>payload</c> beside the head.</summary>
    Envelope,

    /// <summary>One column a feature.</summary>
    Flat,
}
