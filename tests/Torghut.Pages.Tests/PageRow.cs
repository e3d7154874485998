using Torghut.Pages.Tests.Fixtures;

namespace Torghut.Pages.Tests;

/// <summary>A page by its name and an address that shows something.</summary>
internal sealed record PageRow(string Name, string Path)
{
    public static readonly PageRow Visuals = new("visuals", $"/visuals?symbol=AAPL&day={FixtureDay.Text}");

    public static readonly PageRow[] All =
    [
        new("overview", "/"),
        new("symbols", "/symbols"),
        Visuals,
        new("trading", $"/trading?day={FixtureDay.Text}"),
        new("decision", $"/decisions/{FixtureTrading.Id(7)}"),
        new("why", "/why?symbol=AAPL&at=2013-10-07T14:55:00Z"),
        new("backtest", $"/backtests/{new string('a', 64)}"),
        new("snapshot", "/snapshot"),
    ];

    /// <summary>Pages that ask again by themselves; what the others show does not change.</summary>
    public bool GetsOld => Name is "overview" or "symbols" or "trading" or "snapshot" or "visuals";

    public override string ToString() => Name;
}
