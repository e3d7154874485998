namespace Torghut.Pages.Tests;

/// <summary>What a page has to show.</summary>
internal enum PageState
{
    Filled,
    Loading,
    Empty,
    Error,

    /// <summary>There was an answer, and there is none any more.</summary>
    Stale,
}
