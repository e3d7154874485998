using System.Text.Json;

namespace Torghut.Sandbox.Registry.Tests;

public sealed class SettingsTests : RegistryTestBase
{
    [Test]
    public async Task Config_Subject_OverridesTheGlobalLevel()
    {
        var initial = await Registry.SendAsync("GET", "config");
        var put = await Registry.SendAsync("PUT", "config/a-value", """{"compatibility":"none"}""");
        var own = await Registry.SendAsync("GET", "config/a-value");
        var other = await Registry.SendAsync("GET", "config/b-value?defaultToGlobal=true");
        await Registry.RegisterAsync("a-value", One);
        var anything = await Registry.RegisterAsync("a-value", "\"string\"");
        await Registry.SendAsync("DELETE", "config/a-value");
        var refused = await Registry.RegisterAsync("a-value", One.Replace("\"R\"", "\"Q\"", StringComparison.Ordinal));
        Assert.Multiple(() =>
        {
            Assert.That(initial.Body.GetProperty("compatibilityLevel").GetString(), Is.EqualTo("BACKWARD"));
            Assert.That(put.Body.GetProperty("compatibility").GetString(), Is.EqualTo("NONE"));
            Assert.That(own.Body.GetProperty("compatibilityLevel").GetString(), Is.EqualTo("NONE"));
            Assert.That(other.Body.GetProperty("compatibilityLevel").GetString(), Is.EqualTo("BACKWARD"));
            Assert.That(anything.Status, Is.EqualTo(200));
            Assert.That(refused.Status, Is.EqualTo(409));
        });
    }

    [TestCase("config", """{"compatibility":"sideways"}""", 42203)]
    [TestCase("mode", """{"mode":"sideways"}""", 42204)]
    public async Task Put_InvalidValue_IsRefused(string path, string body, int code)
    {
        Assert.That(Code((await Registry.SendAsync("PUT", path, body)).Body), Is.EqualTo(code));
    }

    [Test]
    public async Task Mode_ReadOnly_RefusesChanges()
    {
        await Registry.SendAsync("PUT", "mode", """{"mode":"READONLY"}""");
        var refused = await Registry.RegisterAsync("a-value", One);
        await Registry.SendAsync("PUT", "mode/a-value", """{"mode":"READWRITE"}""");
        var allowed = await Registry.RegisterAsync("a-value", One);
        Assert.Multiple(() =>
        {
            Assert.That(Code(refused.Body), Is.EqualTo(42205));
            Assert.That(allowed.Status, Is.EqualTo(200));
        });
    }

    [Test]
    public async Task Compatibility_Check_SaysWhy()
    {
        await Registry.RegisterAsync("a-value", One);
        var body = JsonSerializer.Serialize(new { schema = Required });
        var plain = await Registry.SendAsync("POST", "compatibility/subjects/a-value/versions/latest", body);
        var verbose = await Registry.SendAsync("POST", "compatibility/subjects/a-value/versions?verbose=true", body);
        Assert.Multiple(() =>
        {
            Assert.That(plain.Body.GetRawText(), Is.EqualTo("""{"is_compatible":false}"""));
            Assert.That(verbose.Body.GetProperty("messages").GetArrayLength(), Is.EqualTo(1));
        });
    }
}
