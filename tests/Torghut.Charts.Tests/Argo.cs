using System.Collections.Concurrent;
using Torghut.Charts.Tests.Rendering;

namespace Torghut.Charts.Tests;

/// <summary>What Argo CD gets from the folder argocd, as the real kubectl's kustomize gives it.</summary>
internal static class Argo
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<Manifests>>> Given = new(StringComparer.Ordinal);

    /// <summary>Kinds of cluster that there are.</summary>
    public static IReadOnlyList<string> Overlays { get; } =
        [.. Directory.EnumerateDirectories(Path.Combine(Tree.Argo, "overlays")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>The objects of a folder below argocd.</summary>
    public static Task<Manifests> KustomizeAsync(string folder) => Given.GetOrAdd(
        folder,
        _ => new Lazy<Task<Manifests>>(
            async () => Manifests.Parse(await Kubectl.KustomizeAsync(await Helm.KubectlAsync(), Path.Combine(Tree.Argo, folder))))).Value;
}
