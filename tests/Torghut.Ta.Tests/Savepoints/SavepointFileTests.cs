using System.Security.Cryptography;
using Torghut.Ta.Savepoints;
using Torghut.Ta.Tests.Runtime;

namespace Torghut.Ta.Tests.Savepoints;

[TestFixture]
internal sealed class SavepointFileTests
{
    [Test]
    public void Read_WhatWasWritten_GivesItBack()
    {
        var savepoint = PersistedFormatTests.SmallSavepoint();
        var read = SavepointFile.Read("half", SavepointFile.Write(savepoint));
        Assert.That((read.Created, read.Group, read.Symbols), Is.EqualTo((savepoint.Created, savepoint.Group, 2)));
        Assert.That(read.Topics, Is.EqualTo(savepoint.Topics));
        Assert.That(read.Partitions.Select(p => p.Offsets), Is.EqualTo(savepoint.Partitions.Select(p => p.Offsets)));
        Assert.That(read.Partitions[0].States["AAPL"].ToArray(), Is.EqualTo("apple"u8.ToArray()));
        Assert.That(SavepointFile.Write(read), Is.EqualTo(SavepointFile.Write(savepoint)));
    }

    [Test]
    public void Read_AnyByteDamaged_IsRefused()
    {
        var bytes = SavepointFile.Write(PersistedFormatTests.SmallSavepoint());
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 0x10;
            Assert.That(() => SavepointFile.Read("half", bytes), Throws.TypeOf<SavepointException>().With.Message.StartsWith("half "), $"byte {i}");
            bytes[i] ^= 0x10;
        }
    }

    [Test]
    public void Read_NotWhole_IsRefused()
    {
        var bytes = SavepointFile.Write(PersistedFormatTests.SmallSavepoint());
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.That(() => SavepointFile.Read("half", bytes.AsSpan(0, length)), Throws.TypeOf<SavepointException>(), $"{length} bytes");
        }
    }

    [Test]
    public void Read_LaterVersion_SaysWhichItReads()
    {
        var bytes = SavepointFile.Write(PersistedFormatTests.SmallSavepoint());
        bytes[4] = 9;
        byte[] content = bytes[..^32];
        Assert.That(
            () => SavepointFile.Read("half", [.. content, .. SHA256.HashData(content)]),
            Throws.TypeOf<SavepointException>().With.Message.EqualTo("half has version 9; this build reads version 1."));
    }

    [TestCase("create")]
    [TestCase("create --name half")]
    [TestCase("list")]
    [TestCase("restore half --replace torghut-ta-live")]
    public void Parse_Right_IsRead(string words) => Assert.That(SavepointArguments.Parse(words.Split(' '), out _), Is.Not.Null);

    [TestCase("", "What")]
    [TestCase("restore", "name")]
    [TestCase("restore ../half", "name")]
    [TestCase("create --name a/b", "name")]
    [TestCase("delete half", "not understood")]
    [TestCase("restore half --replace", "name")]
    public void Parse_Wrong_SaysWhat(string words, string expected)
    {
        Assert.That(SavepointArguments.Parse(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), out var problem), Is.Null);
        Assert.That(problem, Does.Contain(expected));
    }
}
