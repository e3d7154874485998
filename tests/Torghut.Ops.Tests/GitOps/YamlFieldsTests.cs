using Torghut.Ops.GitOps;

namespace Torghut.Ops.Tests.GitOps;

public sealed class YamlFieldsTests
{
    private const string Text =
        "# head\r\nb:\r\n  word: running   # why\r\n  \"quoted\": \"a:b\"\r\na: 'x'\r\n"
        + "config:\r\n  TRADING_MODE: paper\r\nlive:\r\n  allow: false\r\n";

    [Test]
    public void Set_Fields_ChangesTheirCharactersAlone() => Assert.That(
        YamlFields.Set(Text, [new(["b", "word"], "suspended"), new(["b", "quoted"], "2026-01-01T00:00:00Z"), new(["a"], "y")]),
        Is.EqualTo(Text.Replace("running", "suspended", StringComparison.Ordinal).Replace("a:b", "2026-01-01T00:00:00Z", StringComparison.Ordinal)
            .Replace("'x'", "'y'", StringComparison.Ordinal)));

    [TestCase("b.word", "a: b", "file")]
    [TestCase("b.word", "a\nb: c", "file")]
    [TestCase("b.quoted", "a\"b", "file")]
    [TestCase("b", "x", "file")]
    [TestCase("b.none", "x", "file")]
    [TestCase("config.TRADING_MODE", "live", "protected")]
    [TestCase("live.allow", "true", "protected")]
    public void Set_WhatMayNotBe_IsRefused(string path, string value, string gate) => Assert.That(
        Assert.Throws<GitOpsException>(() => YamlFields.Set(Text, [new(path.Split('.'), value)]))!.Gate, Is.EqualTo(gate));

    [TestCase("a: &x running\nb: *x\n")]
    [TestCase("a: !!str running\n")]
    [TestCase("a: |\n  running\n")]
    [TestCase("a: running\n---\na: x\n")]
    [TestCase("a: running\na: x\n")]
    [TestCase("a: {b: running\n")]
    [TestCase("- a\n")]
    public void Set_FileThatIsNotPlain_IsRefused(string text) =>
        Assert.Throws<GitOpsException>(() => YamlFields.Set(text, [new(["a"], "suspended")]));

    [TestCase("a: {b: running, c: 1}\n", "a: {b: suspended, c: 1}\n")]
    [TestCase("a: { \"b\": \"running\" }", "a: { \"b\": \"suspended\" }")]
    [TestCase("# ä €\na:\n    b: running", "# ä €\na:\n    b: suspended")]
    public void Set_OtherForms_AreKept(string text, string expected) =>
        Assert.That(YamlFields.Set(text, [new(["a", "b"], "suspended")]), Is.EqualTo(expected));
}
