namespace Torghut.Pages.Tests;

/// <summary>How a page is looked at.</summary>
internal enum Look
{
    Light,
    Dark,

    /// <summary>A high-contrast theme of the system.</summary>
    Forced,

    /// <summary>A narrow screen, light.</summary>
    Phone,
}
