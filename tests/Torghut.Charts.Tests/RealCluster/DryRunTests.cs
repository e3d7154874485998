namespace Torghut.Charts.Tests.RealCluster;

/// <summary>A real API server takes what is rendered for a cluster: strictly, in a namespace that lets restricted pods in only, without a warning.</summary>
[Category("Drill")]
public sealed class DryRunTests
{
    private const string Accounts = """
        {apiVersion: v1, kind: Namespace, metadata: {name: kafka}}
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: argocd}}
        ---
        {apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: torghut}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("torghut-dry-run-").FullName;
    private RealApiServer? _server;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await RealApiServer.StartAsync(_folder, await Helm.KubectlAsync());
        await _server.KubectlAsync(SystemObjects.AllDefinitions, "apply", "-f", "-");
        await _server.KubectlAsync("", "wait", "--for=condition=Established", "crd", "--all", "--timeout=120s");
        await _server.KubectlAsync((await Argo.KustomizeAsync("overlays/production")).One("Namespace").ToYaml(), "apply", "-f", "-");
        await _server.KubectlAsync(Accounts, "create", "-f", "-");
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static IEnumerable<string> Charts => Helm.Installable;

    [TestCaseSource(nameof(Charts))]
    public async Task Objects_OfAChart_AreTakenByARealServer(string chart)
    {
        string[][] values =
        [
            .. Argo.Overlays.Select(overlay => Helm.ValuesOf(overlay, chart)), .. Helm.ValuesFiles(chart).Select(file => (string[])["--values", file]),
        ];
        List<string> objects = [];
        foreach (var given in values)
        {
            objects.AddRange((await Helm.TemplateAsync(chart, given)).All.Select(one => one.ToYaml()));
        }

        await TakesAsync(objects);
    }

    [Test]
    public async Task Objects_OfArgoCd_AreTakenByARealServer()
    {
        List<string> objects = [];
        foreach (var folder in Argo.Overlays.Select(overlay => "overlays/" + overlay).Append("bootstrap"))
        {
            objects.AddRange((await Argo.KustomizeAsync(folder)).All.Select(one => one.ToYaml()));
        }

        await TakesAsync(objects);
    }

    /// <summary>The namespace's labels do what they say.</summary>
    [Test]
    public async Task Pod_ThatIsNotRestricted_IsWarnedOf()
    {
        var said = await DryRunAsync(
            (await Helm.TemplateAsync("torghut-ws")).One("Deployment").ToYaml().Replace("runAsNonRoot: true", "runAsNonRoot: false", StringComparison.Ordinal));
        Assert.That(said, Does.Contain("would violate PodSecurity \"restricted"));
    }

    /// <summary>In one call, and of equal objects one: every call asks the server for all that it knows first.</summary>
    private async Task TakesAsync(IEnumerable<string> objects)
    {
        var said = await DryRunAsync(string.Join("---\n", objects.Distinct()));
        Assert.That(said, Does.Not.Contain("Warning"), said);
    }

    /// <summary>Objects that name no namespace are of the kubeconfig's, torghut.</summary>
    private Task<string> DryRunAsync(string objects) =>
        _server!.KubectlAsync(objects, "apply", "--dry-run=server", "--validate=strict", "-f", "-");
}
