using Confluent.SchemaRegistry;

namespace Torghut.Sandbox.Registry.Tests;

/// <summary>The official .NET client against the server.</summary>
public sealed class ConfluentClientTests : RegistryTestBase
{
    private CachedSchemaRegistryClient Client => Registry.Confluent;

    [Test]
    public async Task Client_EveryQuestion_IsAnswered()
    {
        var id = await Client.RegisterSchemaAsync("a-value", Avro(One));
        var latest = await Client.GetLatestSchemaAsync("a-value");
        var first = await Client.GetRegisteredSchemaAsync("a-value", 1);
        var found = await Client.LookupSchemaAsync("a-value", Avro(One), ignoreDeletedSchemas: true);
        var byId = await Client.GetSchemaAsync(id);
        var subjects = await Client.GetAllSubjectsAsync();
        var versions = await Client.GetSubjectVersionsAsync("a-value");
        Assert.Multiple(() =>
        {
            Assert.That((latest.Subject, latest.Version, latest.Id, latest.SchemaString), Is.EqualTo(("a-value", 1, id, One)));
            Assert.That((first.Version, first.Id), Is.EqualTo((1, id)));
            Assert.That((found.Version, found.Id), Is.EqualTo((1, id)));
            Assert.That((byId.SchemaString, byId.SchemaType), Is.EqualTo((One, SchemaType.Avro)));
            Assert.That(subjects, Is.EqualTo(new[] { "a-value" }));
            Assert.That(versions, Is.EqualTo(new[] { 1 }));
        });
    }

    [Test]
    public async Task Register_Answer_HasEverything()
    {
        var registered = await Client.RegisterSchemaWithResponseAsync("a-value", Avro(One));
        var byGuid = await Client.GetSchemaByGuidAsync(registered.Guid);
        Assert.Multiple(() =>
        {
            Assert.That((registered.Id, registered.Version), Is.EqualTo((1, 1)));
            Assert.That(Guid.TryParse(registered.Guid, out _), Is.True);
            Assert.That(registered.SchemaString, Is.EqualTo(One));
            Assert.That(byGuid.SchemaString, Is.EqualTo(One));
        });
    }

    [Test]
    public async Task Register_AnotherSubject_HasTheSameGuidAndItsOwnVersion()
    {
        var first = await Client.RegisterSchemaWithResponseAsync("a-value", Avro(One));
        await Client.RegisterSchemaAsync("b-value", Avro(One.Replace("\"a\"", "\"z\"", StringComparison.Ordinal)));
        await Registry.SendAsync("PUT", "config/b-value", """{"compatibility":"NONE"}""");
        var second = await Client.RegisterSchemaWithResponseAsync("b-value", Avro(One));
        Assert.That((second.Id, second.Guid, second.Version), Is.EqualTo((first.Id, first.Guid, 2)));
    }

    // White space and the order of attributes are no difference; documentation, defaults and properties are.
    [TestCase("""{ "fields": [ {"type":"int", "name":"a"} ], "name":"R", "type" : "record" }""", false, true)]
    [TestCase("""{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"int"}}]}""", false, true)]
    [TestCase("""{"type":"record","name":"R","fields":[{"name":"a","type":"int","order":"ascending"}]}""", false, true)]
    [TestCase("""{"type":"record","name":"R","doc":"","fields":[{"name":"a","type":"int"}]}""", false, false)]
    [TestCase("""{"type":"record","name":"R","doc":"","fields":[{"name":"a","type":"int"}]}""", true, true)]
    [TestCase("""{"type":"record","name":"R","doc":"what","fields":[{"name":"a","type":"int"}]}""", true, false)]
    [TestCase("""{"type":"record","name":"R","fields":[{"name":"a","type":"int","x":1}]}""", false, false)]
    public async Task Lookup_SchemaWrittenDifferently_IsTheSameWhenItsTextIs(string written, bool normalize, bool same)
    {
        var id = await Client.RegisterSchemaAsync("a-value", Avro(One));
        Assert.That(await LookupAsync(written, normalize), Is.EqualTo(same ? id : 0));
    }

    [TestCase(false, false)]
    [TestCase(true, true)]
    public async Task Lookup_PropertiesInAnotherOrder_AreTheSameWhenNormalized(bool normalize, bool same)
    {
        const string Sorted = """{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"long","logicalType":"timestamp-nanos","x":1,"y":2}}]}""";
        var id = await Client.RegisterSchemaAsync("a-value", Avro(Sorted));
        var written = Sorted.Replace("\"x\":1,\"y\":2", "\"y\":2,\"x\":1", StringComparison.Ordinal);
        Assert.That(await LookupAsync(written, normalize), Is.EqualTo(same ? id : 0));
    }

    [Test]
    public async Task Register_Namespaces_AreRenderedAsAvroDoes()
    {
        const string Written =
            """
            {"namespace": "n", "name": "R", "type": "record", "fields": [
              {"type": {"type": "enum", "symbols": ["A"], "name": "E", "namespace": "n"}, "name": "e"},
              {"type": "n.E", "name": "again", "doc": "d", "default": "A", "aliases": ["old"]},
              {"type": {"name": "m.F", "size": 2, "type": "fixed"}, "name": "f"}]}
            """;
        await Client.RegisterSchemaAsync("a-value", Avro(Written));
        Assert.That(
            (await Client.GetLatestSchemaAsync("a-value")).SchemaString,
            Is.EqualTo(
                """{"type":"record","name":"R","namespace":"n","fields":[{"name":"e","type":{"type":"enum","name":"E","symbols":["A"]}},{"name":"again","type":"E","doc":"d","default":"A","aliases":["old"]},{"name":"f","type":{"type":"fixed","name":"F","namespace":"m","size":2}}]}"""));
    }

    [Test]
    public async Task IsCompatible_NextVersion_IsJudged()
    {
        await Client.RegisterSchemaAsync("a-value", Avro(One));
        Assert.Multiple(async () =>
        {
            Assert.That(await Client.IsCompatibleAsync("a-value", Avro(Optional)), Is.True);
            Assert.That(await Client.IsCompatibleAsync("a-value", Avro(Required)), Is.False);
        });
    }

    [Test]
    public async Task Compatibility_Level_IsChangedAndRead()
    {
        await Client.RegisterSchemaAsync("a-value", Avro(One));
        await Client.UpdateCompatibilityAsync(Compatibility.FullTransitive, "a-value");
        Assert.Multiple(async () =>
        {
            Assert.That(await Client.GetCompatibilityAsync("a-value"), Is.EqualTo(Compatibility.FullTransitive));
            Assert.That(await Client.GetCompatibilityAsync(), Is.EqualTo(Compatibility.Backward));
        });
    }

    [TestCase("{\"type\":\"object\"}", SchemaType.Json, "Invalid schema type JSON")]
    [TestCase("syntax = \"proto3\";", SchemaType.Protobuf, "Invalid schema type PROTOBUF")]
    public async Task Register_TypeThatIsNotServed_IsRefusedInTheRegistrysWords(string text, SchemaType type, string message)
    {
        var error = await Assert.ThrowsAsync<SchemaRegistryException>(() => Client.RegisterSchemaAsync("a-value", new Schema(text, type)));
        Assert.Multiple(() =>
        {
            Assert.That(error!.ErrorCode, Is.EqualTo(RegistryErrorCodes.InvalidSchema));
            Assert.That(error!.Message, Does.Contain(message));
        });
    }

    [Test]
    public async Task Register_MetadataAndRules_AreKeptAndMakeAnotherSchema()
    {
        var metadata = new Metadata(new Dictionary<string, ISet<string>>(), new Dictionary<string, string> { ["owner"] = "ta" }, new HashSet<string>());
        var rules = new RuleSet([], [new Rule("r", RuleKind.Condition, RuleMode.Write, "CEL", null, null, "message.a > 0", null, null, false)]);
        var plain = await Client.RegisterSchemaAsync("a-value", Avro(One));
        var owned = await Client.RegisterSchemaAsync("a-value", new Schema(One, [], SchemaType.Avro, metadata, rules));
        await Registry.RestartAsync();
        using var fresh = new CachedSchemaRegistryClient(new SchemaRegistryConfig { Url = Registry.Address.ToString() });
        var latest = await fresh.GetLatestSchemaAsync("a-value");
        Assert.Multiple(() =>
        {
            Assert.That(owned, Is.Not.EqualTo(plain));
            Assert.That(latest.Metadata.Properties["owner"], Is.EqualTo("ta"));
            Assert.That(latest.RuleSet.DomainRules.Single().Expr, Is.EqualTo("message.a > 0"));
        });
    }

    [Test]
    public async Task Contexts_Listed_AreTheDefaultAlone()
    {
        Assert.Multiple(async () =>
        {
            Assert.That((await Registry.SendAsync("GET", "contexts")).Body.GetRawText(), Is.EqualTo("""["."]"""));
            Assert.That((await Registry.SendAsync("GET", "schemas/types")).Body.GetRawText(), Is.EqualTo("""["AVRO"]"""));
        });
    }

    private static Schema Avro(string text) => new(text, SchemaType.Avro);

    private async Task<int> LookupAsync(string written, bool normalize)
    {
        try
        {
            return (await Client.LookupSchemaAsync("a-value", Avro(written), ignoreDeletedSchemas: true, normalize)).Id;
        }
        catch (SchemaRegistryException notFound) when (notFound.ErrorCode == RegistryErrorCodes.SchemaNotFound)
        {
            return 0;
        }
    }
}
