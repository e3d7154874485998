using YamlDotNet.RepresentationModel;

namespace Torghut.Charts.Tests.Rendering;

/// <summary>Rendered objects, read by path.</summary>
internal sealed class Manifests
{
    private readonly List<Node> _objects;

    private Manifests(List<Node> objects) => _objects = objects;

    public IReadOnlyList<Node> All => _objects;

    public static Manifests Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return new Manifests([.. stream.Documents.Select(document => new Node(document.RootNode)).Where(node => node.Has("kind"))]);
    }

    /// <summary>The one object of a kind, and name when there are several.</summary>
    public Node One(string kind, string? name = null) =>
        _objects.Single(o => o["kind"].Text == kind && (name is null || o["metadata.name"].Text == name));

    public IEnumerable<Node> Of(string kind) => _objects.Where(o => o["kind"].Text == kind);

    /// <summary>Every pod that would run: pods themselves and templates.</summary>
    public IEnumerable<Node> PodSpecs => _objects.SelectMany(o => o["kind"].Text switch
    {
        "Pod" => (Node[])[o["spec"]],
        "Deployment" or "Job" or "Service" when o.Has("spec.template.spec") => [o["spec.template.spec"]],
        "CronJob" => [o["spec.jobTemplate.spec.template.spec"]],
        _ => [],
    });
}
