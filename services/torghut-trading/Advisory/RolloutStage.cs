namespace Torghut.Trading.Advisory;

/// <summary>How far advice has come: 0 and 1 have no effect, 2 fails open, 3 as it is configured.</summary>
internal enum RolloutStage
{
    Stage0,
    Stage1,
    Stage2,
    Stage3,
}
