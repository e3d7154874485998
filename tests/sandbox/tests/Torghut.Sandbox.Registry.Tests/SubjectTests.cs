using System.Text.Json;

namespace Torghut.Sandbox.Registry.Tests;

public sealed class SubjectTests : RegistryTestBase
{
    [Test]
    public async Task Register_SameSchema_KeepsItsIdAndVersion()
    {
        var first = await Registry.RegisterAsync("a-value", One);
        var again = await Registry.RegisterAsync("a-value", "  " + One);
        var elsewhere = await Registry.RegisterAsync("b-value", One);
        var versions = await Registry.SendAsync("GET", "subjects/a-value/versions");
        Assert.Multiple(() =>
        {
            Assert.That(new[] { Id(again.Body), Id(elsewhere.Body) }, Has.All.EqualTo(Id(first.Body)));
            Assert.That(versions.Body.GetRawText(), Is.EqualTo("[1]"));
        });
    }

    [Test]
    public async Task Register_CompatibleSchema_IsTheNextVersion()
    {
        await Registry.RegisterAsync("a-value", One);
        var id = Id((await Registry.RegisterAsync("a-value", Optional)).Body);
        var (_, latest) = await Registry.SendAsync("GET", "subjects/a-value/versions/latest");
        Assert.Multiple(() =>
        {
            Assert.That(latest.GetProperty("version").GetInt32(), Is.EqualTo(2));
            Assert.That(Id(latest), Is.EqualTo(id));
            Assert.That(latest.GetProperty("subject").GetString(), Is.EqualTo("a-value"));
            Assert.That(latest.GetProperty("schema").GetString(), Is.EqualTo(Optional));
        });
    }

    [Test]
    public async Task Register_IncompatibleSchema_IsRefusedWithTheReason()
    {
        await Registry.RegisterAsync("a-value", One);
        var (status, body) = await Registry.RegisterAsync("a-value", Required);
        Assert.Multiple(() =>
        {
            Assert.That(status, Is.EqualTo(409));
            Assert.That(Code(body), Is.EqualTo(409));
            Assert.That(body.GetProperty("message").GetString(), Does.Contain("ReaderFieldMissingDefaultValue at R.b"));
        });
    }

    [TestCase("{\"schema\":\"{\"}", 422, 42201)]
    [TestCase("{\"schema\":\"\\\"nothing\\\"\"}", 422, 42201)]
    [TestCase("{}", 422, 42201)]
    [TestCase("{\"schema\":\"{}\",\"schemaType\":\"JSON\"}", 422, 42201)]
    [TestCase("no json", 400, 400)]
    public async Task Register_InvalidBody_IsRefused(string body, int status, int code)
    {
        var response = await Registry.SendAsync("POST", "subjects/a-value/versions", body);
        Assert.That((response.Status, Code(response.Body)), Is.EqualTo((status, code)));
    }

    [TestCase("GET", "subjects/none/versions", 40401)]
    [TestCase("GET", "subjects/none/versions/1", 40401)]
    [TestCase("GET", "subjects/a-value/versions/9", 40402)]
    [TestCase("GET", "subjects/a-value/versions/zero", 42202)]
    [TestCase("GET", "schemas/ids/99", 40403)]
    [TestCase("DELETE", "subjects/none", 40401)]
    [TestCase("GET", "config/a-value", 40408)]
    [TestCase("GET", "mode/a-value", 40409)]
    [TestCase("GET", "nowhere", 404)]
    public async Task Request_WithoutAnswer_HasTheCode(string method, string path, int code)
    {
        await Registry.RegisterAsync("a-value", One);
        var response = await Registry.SendAsync(method, path);
        Assert.That(Code(response.Body), Is.EqualTo(code));
        Assert.That(response.Status, Is.EqualTo(code > 1000 ? code / 100 : code));
    }

    [Test]
    public async Task Lookup_Schema_FindsItsVersion()
    {
        await Registry.RegisterAsync("a-value", One);
        var found = await Registry.SendAsync("POST", "subjects/a-value", JsonSerializer.Serialize(new { schema = One }));
        var missing = await Registry.SendAsync("POST", "subjects/a-value", JsonSerializer.Serialize(new { schema = Optional }));
        Assert.Multiple(() =>
        {
            Assert.That(found.Body.GetProperty("version").GetInt32(), Is.EqualTo(1));
            Assert.That(Code(missing.Body), Is.EqualTo(40403));
        });
    }

    [Test]
    public async Task Delete_Subject_HidesItThenRemovesIt()
    {
        var id = Id((await Registry.RegisterAsync("a-value", One)).Body);
        var early = await Registry.SendAsync("DELETE", "subjects/a-value?permanent=true");
        var hidden = await Registry.SendAsync("DELETE", "subjects/a-value");
        var listed = await Registry.SendAsync("GET", "subjects");
        var listedWithDeleted = await Registry.SendAsync("GET", "subjects?deleted=true");
        var schema = await Registry.SendAsync("GET", $"schemas/ids/{id}");
        var again = await Registry.SendAsync("DELETE", "subjects/a-value");
        var removed = await Registry.SendAsync("DELETE", "subjects/a-value?permanent=true");
        var gone = await Registry.SendAsync("GET", $"schemas/ids/{id}");
        var returned = await Registry.RegisterAsync("a-value", One);
        Assert.Multiple(() =>
        {
            Assert.That(Code(early.Body), Is.EqualTo(40405));
            Assert.That(hidden.Body.GetRawText(), Is.EqualTo("[1]"));
            Assert.That(listed.Body.GetRawText(), Is.EqualTo("[]"));
            Assert.That(listedWithDeleted.Body.GetRawText(), Is.EqualTo("[\"a-value\"]"));
            Assert.That(schema.Status, Is.EqualTo(200), "data written before still has to be read");
            Assert.That(Code(again.Body), Is.EqualTo(40404));
            Assert.That(removed.Body.GetRawText(), Is.EqualTo("[1]"));
            Assert.That(Code(gone.Body), Is.EqualTo(40403));
            Assert.That(Id(returned.Body), Is.EqualTo(id));
        });
    }

    [Test]
    public async Task Delete_Version_DoesNotReuseItsNumber()
    {
        await Registry.RegisterAsync("a-value", One);
        await Registry.RegisterAsync("a-value", Optional);
        var deleted = await Registry.SendAsync("DELETE", "subjects/a-value/versions/latest");
        var latest = await Registry.SendAsync("GET", "subjects/a-value/versions/latest");
        await Registry.RegisterAsync("a-value", Optional);
        var versions = await Registry.SendAsync("GET", "subjects/a-value/versions");
        Assert.Multiple(() =>
        {
            Assert.That(deleted.Body.GetInt32(), Is.EqualTo(2));
            Assert.That(latest.Body.GetProperty("version").GetInt32(), Is.EqualTo(1));
            Assert.That(versions.Body.GetRawText(), Is.EqualTo("[1,3]"));
        });
    }
}
