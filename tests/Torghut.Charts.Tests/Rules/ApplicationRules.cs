using Torghut.Charts.Tests.Rendering;
using Torghut.Testing;
using YamlDotNet.RepresentationModel;

namespace Torghut.Charts.Tests.Rules;

/// <summary>Argo CD's applications point at what is there.</summary>
public sealed class ApplicationRules
{
    private static IEnumerable<string> Charts => Helm.Installable;

    private static IEnumerable<string> Services => Helm.Services;

    [TestCaseSource(nameof(Charts))]
    public void Application_ChartAndValues_Exist(string chart)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(Tree.ApplicationOf(chart), "application.yaml"))));
        var application = new Node(stream.Documents.Single().RootNode);
        string path = application["spec.source.path"].Text;
        Assert.That(path, Is.EqualTo("charts/" + chart));
        Assert.That(application["spec.destination.namespace"].Text, Is.EqualTo("torghut"));
        foreach (Node file in application["spec.source.helm.valueFiles"].Items)
        {
            Assert.That(Path.Combine(Repository.Root, path, file.Text), Does.Exist);
        }
    }

    [TestCaseSource(nameof(Services))]
    public void Dockerfile_OfTheService_RunsAsTheChartsUser(string chart)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "services", chart, "Dockerfile"));
        Assert.That(text, Does.Contain("USER 65532:65532").And.Contain($"""ENTRYPOINT ["./{chart}"]"""));
    }
}
