namespace Torghut.Pages.Tests;

/// <summary>What axe says of a page.</summary>
internal sealed class AxeFindings
{
    /// <summary>What breaks a rule, of any impact: the rule, the element, and why.</summary>
    public string[] Broken { get; set; } = [];

    /// <summary>Rules that the page keeps.</summary>
    public string[] Kept { get; set; } = [];
}
