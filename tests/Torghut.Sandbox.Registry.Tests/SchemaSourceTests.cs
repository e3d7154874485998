using Torghut.Avro;
using Torghut.Avro.Registry;

namespace Torghut.Sandbox.Registry.Tests;

/// <summary>The suite's own client against the server.</summary>
public sealed class OwnClientTests : RegistryTestBase
{
    [Test]
    public async Task Client_EveryQuestion_IsAnswered()
    {
        var client = Registry.Client;
        var schema = AvroSchema.Parse(One);
        var id = await client.RegisterSchemaAsync("a-value", schema);
        var latest = await client.GetLatestSchemaAsync("a-value");
        var fresh = Registry.Client;
        Assert.Multiple(async () =>
        {
            Assert.That((latest.Subject, latest.Version, latest.Id), Is.EqualTo(("a-value", 1, id)));
            Assert.That((await fresh.GetSchemaAsync(id)).CanonicalForm, Is.EqualTo(schema.CanonicalForm));
            Assert.That(await fresh.GetSchemaIdAsync("a-value", schema), Is.EqualTo(id));
            Assert.That((await client.GetRegisteredSchemaAsync("a-value", 1)).Id, Is.EqualTo(id));
            Assert.That(await client.GetSubjectVersionsAsync("a-value"), Is.EqualTo(new[] { 1 }));
            Assert.That(await client.GetAllSubjectsAsync(), Is.EqualTo(new[] { "a-value" }));
        });
    }

    [Test]
    public async Task Client_Compatibility_IsReported()
    {
        var client = Registry.Client;
        await client.RegisterSchemaAsync("a-value", AvroSchema.Parse(One));
        var wrong = await client.IsCompatibleAsync("a-value", AvroSchema.Parse(Required));
        var right = await client.IsCompatibleAsync("a-value", AvroSchema.Parse(Optional));
        var unknown = await client.IsCompatibleAsync("new-value", AvroSchema.Parse(Optional));
        await client.UpdateCompatibilityAsync(AvroCompatibilityLevel.None, "a-value");
        var level = await client.GetCompatibilityAsync("a-value");
        var global = await client.GetCompatibilityAsync();
        Assert.Multiple(() =>
        {
            Assert.That(wrong.IsCompatible, Is.False);
            Assert.That(wrong.Messages, Has.Count.EqualTo(1));
            Assert.That(right.IsCompatible, Is.True);
            Assert.That(unknown.IsCompatible, Is.True);
            Assert.That(level, Is.EqualTo(AvroCompatibilityLevel.None));
            Assert.That(global, Is.EqualTo(AvroCompatibilityLevel.Backward));
        });
    }

    [Test]
    public async Task Client_Incompatible_GetsATypedError()
    {
        var client = Registry.Client;
        await client.RegisterSchemaAsync("a-value", AvroSchema.Parse(One));
        var error = await Assert.ThrowsAsync<SchemaRegistryException>(() => client.RegisterSchemaAsync("a-value", AvroSchema.Parse(Required)));
        Assert.Multiple(() =>
        {
            Assert.That(error!.ErrorCode, Is.EqualTo(RegistryErrorCodes.Incompatible));
            Assert.That(error!.IsTransient, Is.False);
        });
    }

    [Test]
    public void Client_UnknownId_IsNotFound()
    {
        Assert.That(async () => await Registry.Client.GetSchemaAsync(5), Throws.InstanceOf<SchemaRegistryException>().With.Property("IsNotFound").True);
    }
}
