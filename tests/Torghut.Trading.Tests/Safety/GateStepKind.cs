namespace Torghut.Trading.Tests.Safety;

/// <summary>What happens to an order, and around it.</summary>
internal enum GateStepKind
{
    /// <summary>Time passes, or the process stands still: it cannot tell.</summary>
    Wait,
    Renew,
    TakenOver,
    Stop,
    Reduce,
    Rearm,
    Block,
    Limited,
    Reload,
    CloseSoon,
    Claim,

    /// <summary>The last check.</summary>
    Begin,

    /// <summary>Bytes are about to leave.</summary>
    Leave,
}
