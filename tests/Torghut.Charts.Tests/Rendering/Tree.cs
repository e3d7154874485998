using Torghut.Testing;

namespace Torghut.Charts.Tests.Rendering;

/// <summary>Where the work tree keeps charts and their applications.</summary>
internal static class Tree
{
    public static string Charts => Path.Combine(Repository.Root, "charts");

    public static string Argo => Path.Combine(Repository.Root, "argocd");

    public static string Overlay(string name) => Path.Combine(Argo, "overlays", name);

    public static string ApplicationOf(string chart) => Path.Combine(Argo, "applications", "torghut", chart["torghut-".Length..]);
}
