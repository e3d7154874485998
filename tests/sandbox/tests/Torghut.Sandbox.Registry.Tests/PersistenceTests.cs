namespace Torghut.Sandbox.Registry.Tests;

public sealed class PersistenceTests : RegistryTestBase
{
    [Test]
    public async Task Restart_Everything_IsStillThere()
    {
        var id = Id((await Registry.RegisterAsync("b-value", One)).Body);
        await Registry.RegisterAsync("a-value", Optional);
        await Registry.SendAsync("PUT", "config/a-value", """{"compatibility":"FULL"}""");
        await Registry.RestartAsync();
        var subjects = await Registry.SendAsync("GET", "subjects");
        var schema = await Registry.SendAsync("GET", $"schemas/ids/{id}");
        var level = await Registry.SendAsync("GET", "config/a-value");
        Assert.Multiple(() =>
        {
            Assert.That(subjects.Body.GetRawText(), Is.EqualTo("""["a-value","b-value"]"""));
            Assert.That(schema.Body.GetProperty("schema").GetString(), Is.EqualTo(One));
            Assert.That(level.Body.GetProperty("compatibilityLevel").GetString(), Is.EqualTo("FULL"));
        });
    }

    [Test]
    public async Task Restart_AfterAKillDuringAWrite_HasWhatWasAnswered()
    {
        // A kill leaves at worst an unfinished file beside the real one: what was answered before must survive, the unanswered change may be lost.
        await Registry.RegisterAsync("a-value", One);
        await File.WriteAllTextAsync(Path.Combine(Registry.Folder, "registry.json.next"), """{"Schemas": ["unfinis""");
        await Registry.RestartAsync();
        var versions = await Registry.SendAsync("GET", "subjects/a-value/versions");
        var next = await Registry.RegisterAsync("a-value", Optional);
        Assert.Multiple(() =>
        {
            Assert.That(versions.Body.GetRawText(), Is.EqualTo("[1]"));
            Assert.That(Id(next.Body), Is.EqualTo(2));
        });
    }

    [Test]
    public void Start_FolderInUse_Fails()
    {
        Assert.That(async () => await RunningRegistry.StartAsync(Registry.Folder), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task Start_DamagedFile_SaysWhichFile()
    {
        var folder = Directory.CreateTempSubdirectory("torghut-registry-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "registry.json"), "{");
        Assert.That(async () => await RunningRegistry.StartAsync(folder), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("registry.json"));
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task Register_ManyAtOnce_GivesEachSchemaOneId()
    {
        var names = Enumerable.Range(0, 20).Select(i => $"N{i}").ToArray();
        var responses = await Task.WhenAll(names.Concat(names)
            .Select(n => Registry.RegisterAsync($"{n}-value", One.Replace("\"R\"", $"\"{n}\"", StringComparison.Ordinal))));
        Assert.That(responses.Select(a => Id(a.Body)).Distinct().Order(), Is.EqualTo(Enumerable.Range(1, 20)));
    }
}
