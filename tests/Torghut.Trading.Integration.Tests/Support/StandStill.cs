namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>What happens while an instance stands still.</summary>
[Flags]
internal enum StandStill
{
    TakenOver = 1,
    Stopped = 2,
    Both = TakenOver | Stopped,
}
