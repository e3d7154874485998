namespace Torghut.Trading.Safety;

/// <summary>What becomes of an order at the gate.</summary>
internal enum PreTradeAction
{
    /// <summary>It does not leave now and is asked about again.</summary>
    Wait,

    /// <summary>It never leaves: it is withheld.</summary>
    Withhold,

    /// <summary>It never leaves: its time is over.</summary>
    Expire,

    /// <summary>It does not leave on what was known when it was decided; what is known now decides anew.</summary>
    DecideAnew,

    /// <summary>It may leave.</summary>
    Leave,
}
