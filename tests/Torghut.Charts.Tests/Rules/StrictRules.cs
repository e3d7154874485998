using Torghut.Charts.Tests.Rendering;

namespace Torghut.Charts.Tests.Rules;

/// <summary>
/// What a cluster would drop without a word, or refuse, is found here: every rendered object has only fields that its kind has
/// (<see href="https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation">field validation</see>).
/// </summary>
public sealed class StrictRules
{
    private static IEnumerable<string> Charts => Helm.Installable;

    [TestCaseSource(nameof(Charts))]
    public async Task Objects_OfEveryValuesFile_HaveOnlyFieldsOfTheirKind(string chart)
    {
        foreach (string[] values in (string[][])[[], .. Helm.ValuesFiles(chart).Select(file => (string[])["--values", file])])
        {
            Assert.That(StrictValidation.Faults((await Helm.TemplateAsync(chart, values)).All), Is.Empty, string.Join(' ', values));
        }
    }

    [TestCaseSource(nameof(Charts))]
    public async Task Objects_OfEveryOverlay_HaveOnlyFieldsOfTheirKind(string chart)
    {
        foreach (var overlay in Argo.Overlays)
        {
            Assert.That(StrictValidation.Faults((await Helm.TemplateForAsync(overlay, chart)).All), Is.Empty, overlay);
        }
    }

    /// <summary>Of each kind one object, with a field that is none at its top, in its specification, and in the first map of every level below.</summary>
    [Test]
    public async Task Typo_PlantedInEachKind_IsFound()
    {
        CustomResourceSchemas.Require();
        List<Node> objects = [.. Helm.Installable.Select(async chart => await Helm.TemplateForAsync("production", chart)).SelectMany(task => task.Result.All),
            .. (await Argo.KustomizeAsync("overlays/production")).All, .. (await Argo.KustomizeAsync("bootstrap")).All];
        var kinds = objects.GroupBy(one => one["apiVersion"].Text + " " + one["kind"].Text).ToDictionary(group => group.Key, group => group.First());
        List<string> missed = [];
        foreach (var (kind, one) in kinds)
        {
            foreach (var (place, typo) in Typos.Plant(one))
            {
                if (StrictValidation.Faults(typo).Count == 0)
                {
                    missed.Add($"{kind} {place}");
                }
            }
        }

        Assert.That(missed, Is.Empty);
        Assert.That(kinds, Has.Count.GreaterThanOrEqualTo(20), string.Join(", ", kinds.Keys));
        TestContext.Out.WriteLine($"drill: a typo in each of {kinds.Count} kinds is found");
    }
}
