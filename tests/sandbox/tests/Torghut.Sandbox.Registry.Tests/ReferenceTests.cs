using System.Text.Json;
using Confluent.SchemaRegistry;

namespace Torghut.Sandbox.Registry.Tests;

/// <summary>Schemas that name types of other subjects, by way of the official client.</summary>
public sealed class ReferenceTests : RegistryTestBase
{
    private const string Price = """{"type":"record","name":"Price","namespace":"n","fields":[{"name":"p","type":"double"}]}""";
    private const string Order =
        """{"type":"record","name":"Order","namespace":"n","fields":[{"name":"limit","type":"Price"},{"name":"stop","type":["null","n.Price"]}]}""";

    private CachedSchemaRegistryClient Client => Registry.Confluent;

    [Test]
    public async Task Register_WithAReference_IsKeptWithIt()
    {
        await Client.RegisterSchemaAsync("price", Avro(Price));
        var id = await Client.RegisterSchemaAsync("order", WithPrice(Order, 1));
        await Registry.RestartAsync();
        using var fresh = new CachedSchemaRegistryClient(new SchemaRegistryConfig { Url = Registry.Address.ToString() });
        var latest = await fresh.GetLatestSchemaAsync("order");
        var byId = await fresh.GetSchemaAsync(id);
        var users = await Registry.SendAsync("GET", "subjects/price/versions/1/referencedby");
        Assert.Multiple(() =>
        {
            Assert.That(latest.References.Select(r => (r.Name, r.Subject, r.Version)), Is.EqualTo(new[] { ("n.Price", "price", 1) }));
            Assert.That(latest.SchemaString, Does.Contain("\"type\":\"Price\""));
            Assert.That(byId.References.Single().Subject, Is.EqualTo("price"));
            Assert.That(users.Body.GetRawText(), Is.EqualTo($"[{id}]"));
        });
    }

    [Test]
    public async Task Register_LatestVersion_IsKeptAsTheNumberItWas()
    {
        await Client.RegisterSchemaAsync("price", Avro(Price));
        await Registry.SendAsync("POST", "subjects/order/versions",
            JsonSerializer.Serialize(new { schema = Order, references = new[] { new { name = "n.Price", subject = "price", version = -1 } } }));
        Assert.That((await Client.GetLatestSchemaAsync("order")).References.Single().Version, Is.EqualTo(1));
    }

    [TestCase("price", 2)]
    [TestCase("nothing", 1)]
    public async Task Register_MissingReference_IsRefused(string subject, int version)
    {
        await Client.RegisterSchemaAsync("price", Avro(Price));
        var schema = new Schema(Order, [new SchemaReference("n.Price", subject, version)], SchemaType.Avro);
        var error = await Assert.ThrowsAsync<SchemaRegistryException>(() => Client.RegisterSchemaAsync("order", schema));
        Assert.Multiple(() =>
        {
            Assert.That(error!.ErrorCode, Is.EqualTo(RegistryErrorCodes.InvalidSchema));
            Assert.That(error!.Message, Does.Contain($"No schema reference found for subject \"{subject}\" and version {version}"));
        });
    }

    [Test]
    public void Register_NameWithoutReference_IsRefused() =>
        Assert.That(
            async () => await Client.RegisterSchemaAsync("order", Avro(Order)),
            Throws.InstanceOf<SchemaRegistryException>().With.Property("ErrorCode").EqualTo(RegistryErrorCodes.InvalidSchema));

    [Test]
    public async Task Register_NextVersion_IsComparedWithWhatTheReferenceSays()
    {
        await Client.RegisterSchemaAsync("price", Avro(Price));
        await Client.RegisterSchemaAsync("order", WithPrice(Order, 1));
        await Registry.SendAsync("PUT", "config/price", """{"compatibility":"NONE"}""");
        await Client.RegisterSchemaAsync("price", Avro(Price.Replace("\"double\"", "\"string\"", StringComparison.Ordinal)));
        Assert.That(
            async () => await Client.RegisterSchemaAsync("order", WithPrice(Order, 2)),
            Throws.InstanceOf<SchemaRegistryException>().With.Property("ErrorCode").EqualTo(RegistryErrorCodes.Incompatible));
    }

    [Test]
    public async Task Register_ReferencesOfReferences_AreResolved()
    {
        const string Book =
            """{"type":"record","name":"Book","namespace":"n","fields":[{"name":"orders","type":{"type":"array","items":"Order"}},{"name":"last","type":"Price"}]}""";
        await Client.RegisterSchemaAsync("price", Avro(Price));
        await Client.RegisterSchemaAsync("order", WithPrice(Order, 1));
        var book = new Schema(Book, [new SchemaReference("n.Order", "order", 1), new SchemaReference("n.Price", "price", 1)], SchemaType.Avro);
        Assert.That(await Client.RegisterSchemaAsync("book", book), Is.EqualTo(3));
    }

    [TestCase("subjects/price/versions/1")]
    [TestCase("subjects/price")]
    public async Task Delete_WhatIsReferredTo_IsRefusedUntilItIsNot(string path)
    {
        await Client.RegisterSchemaAsync("price", Avro(Price));
        await Client.RegisterSchemaAsync("order", WithPrice(Order, 1));
        var early = await Registry.SendAsync("DELETE", path);
        await Registry.SendAsync("DELETE", "subjects/order");
        var later = await Registry.SendAsync("DELETE", path);
        Assert.Multiple(() =>
        {
            Assert.That(early.Status, Is.EqualTo(422));
            Assert.That(Code(early.Body), Is.EqualTo(RegistryErrorCodes.ReferenceExists));
            Assert.That(later.Status, Is.EqualTo(200));
        });
    }

    private static Schema Avro(string text) => new(text, SchemaType.Avro);

    private static Schema WithPrice(string text, int version) => new(text, [new SchemaReference("n.Price", "price", version)], SchemaType.Avro);
}
