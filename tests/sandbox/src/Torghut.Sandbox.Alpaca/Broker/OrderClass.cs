namespace Torghut.Sandbox.Alpaca.Broker;

internal enum OrderClass
{
    Simple,

    /// <summary>An entry with a take-profit and a stop-loss exit.</summary>
    Bracket,

    /// <summary>Two exits of a position, of which one cancels the other.</summary>
    Oco,

    /// <summary>An entry with one exit.</summary>
    Oto,
}
