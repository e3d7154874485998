using Torghut.Avro;
using Torghut.Contracts.Decoding;

namespace Torghut.Sandbox.Registry.Tests;

/// <summary>The suite's own source of schemas against the server.</summary>
public sealed class SchemaSourceTests : RegistryTestBase
{
    [Test]
    public async Task Source_EveryQuestion_IsAnswered()
    {
        var schema = AvroSchema.Parse(One);
        var id = await Registry.Source.RegisterAsync("a/b-value", schema);
        using var fresh = Registry.NewSource();
        Assert.Multiple(async () =>
        {
            Assert.That((await fresh.GetSchemaAsync(id)).CanonicalForm, Is.EqualTo(schema.CanonicalForm));
            Assert.That(await fresh.GetIdAsync("a/b-value", schema), Is.EqualTo(id));
            Assert.That(await fresh.RegisterAsync("a/b-value", schema), Is.EqualTo(id));
        });
    }

    [Test]
    public async Task Register_Incompatible_SaysSo()
    {
        await Registry.Source.RegisterAsync("a-value", AvroSchema.Parse(One));
        var error = await Assert.ThrowsAsync<SchemaSourceException>(() => Registry.Source.RegisterAsync("a-value", AvroSchema.Parse(Required)));
        Assert.Multiple(() =>
        {
            Assert.That(error!.Error, Is.EqualTo(SchemaSourceError.Incompatible));
            Assert.That(error!.IsTransient, Is.False);
            Assert.That(error!.Message, Does.StartWith("subject a-value: ").And.Contain("ReaderFieldMissingDefaultValue"));
        });
    }

    [Test]
    public void GetSchema_UnknownId_IsNotFound() =>
        Assert.That(
            async () => await Registry.Source.GetSchemaAsync(5),
            Throws.InstanceOf<SchemaSourceException>().With.Property("Error").EqualTo(SchemaSourceError.NotFound).And.Property("Datum").EqualTo("schema 5"));

    [Test]
    public void GetId_UnknownSubject_IsNotFound() =>
        Assert.That(
            async () => await Registry.Source.GetIdAsync("none-value", AvroSchema.Parse(One)),
            Throws.InstanceOf<SchemaSourceException>().With.Property("Error").EqualTo(SchemaSourceError.NotFound));
}
