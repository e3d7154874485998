using FsCheck;
using FsCheck.Fluent;
using Torghut.Ops.TechnicalAnalysis.Live;

namespace Torghut.Ops.Tests.TechnicalAnalysis.Live;

/// <summary>The id of an event, which any client may have made up.</summary>
public sealed class LivePositionTests
{
    [TestCase("1-2-3~4-5-6")]
    [TestCase("0~0")]
    [TestCase("9223372036854775807~0")]
    public void Parse_WhatWasWritten_IsTheSame(string text) => Assert.That(LivePosition.Parse(text)!.ToString(), Is.EqualTo(text));

    [TestCase("")]
    [TestCase("1-2-3")]
    [TestCase("1~2~3")]
    [TestCase("1-~2")]
    [TestCase("-1~2")]
    [TestCase("1.5~2")]
    [TestCase("a~b")]
    [TestCase("1 ~2")]
    [TestCase("9223372036854775808~0")]
    public void Parse_AnythingElse_IsNone(string text) => Assert.That(LivePosition.Parse(text), Is.Null);

    [Test]
    public void Parse_MoreThanThereMayBe_IsNone() => Assert.That(LivePosition.Parse(string.Join('-', Enumerable.Repeat("1", 513)) + "~1"), Is.Null);

    [Test]
    public void Parse_AnyText_NeverThrows() => Prop.ForAll<string>(
        text => LivePosition.Parse(text ?? "") is not { } position || LivePosition.Parse(position.ToString())!.Fits(position)).QuickCheckThrowOnFailure();

    [Test]
    public void Positions_OfTheSameLogs_AreCompared()
    {
        var (behind, ahead) = (LivePosition.Parse("1-2~3")!, LivePosition.Parse("1-5~4")!);
        Assert.Multiple(() =>
        {
            Assert.That(ahead.Reaches(behind), Is.True);
            Assert.That(behind.Reaches(ahead), Is.False);
            Assert.That(behind.Until(ahead), Is.EqualTo(4));
            Assert.That(ahead.Until(behind), Is.Zero);
            Assert.That(behind.Fits(ahead), Is.True);
            Assert.That(behind.Fits(LivePosition.Parse("1~3")!), Is.False);
        });
        behind.AdvanceTo(ahead);
        Assert.That(behind.ToString(), Is.EqualTo("1-5~4"));
    }
}
