namespace Torghut.Trading.Tests.Risk;

internal enum ModelStepKind
{
    Propose,
    Fill,
    Cancel,
    NewTick,
}
