using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Configuration;
using Helmstuck.Kube.Resources;
using Helmstuck.Kube.Wire;
using YamlDotNet.Core;

namespace Helmstuck.Tests.Unit.Kube;

/// <summary>An API server, or something before it, that answers too much, without end, or about something else.</summary>
public sealed class HostileAnswerTests
{
    private const string Mine = """{"kind":"Secret","apiVersion":"v1","metadata":{"name":"x","namespace":"ns","uid":"u"}}""";

    [Theory]
    [InlineData("\"name\":\"x\"", "\"name\":\"other\"")]
    [InlineData("\"namespace\":\"ns\"", "\"namespace\":\"other\"")]
    [InlineData("\"namespace\":\"ns\",", "")]
    [InlineData("\"kind\":\"Secret\"", "\"kind\":\"ConfigMap\"")]
    [InlineData("\"kind\":\"Secret\"", "\"kind\":\"Status\"")]
    public async Task A_GET_that_is_answered_about_something_else_is_refused(string part, string instead)
    {
        using var api = new FakeApi().Answer(Mine.Replace(part, instead, StringComparison.Ordinal));
        using var client = api.Client();
        AssertElse((await client.GetAsync(ResourceType.Secrets, "ns", "x", default)).Error);
    }

    [Fact]
    public async Task A_raw_read_that_is_answered_about_something_else_is_refused()
    {
        using var api = new FakeApi().Answer(Mine.Replace("\"ns\"", "\"other\"", StringComparison.Ordinal));
        using var client = api.Client();
        AssertElse((await client.GetRawAsync(ResourceType.Secrets, "ns", "x", default)).Error);
    }

    [Fact]
    public async Task Metadata_of_something_else_is_refused()
    {
        using var api = new FakeApi().Answer("""{"kind":"PartialObjectMetadata","metadata":{"name":"x","namespace":"other"}}""");
        using var client = api.Client();
        AssertElse((await client.GetMetadataAsync(ResourceType.Secrets, "ns", "x", default)).Error);
    }

    [Fact]
    public async Task A_list_with_an_item_of_another_namespace_is_refused()
    {
        using var api = new FakeApi().Answer("""{"kind":"SecretList","items":[{"metadata":{"name":"x","namespace":"other"}}]}""");
        using var client = api.Client();
        AssertElse((await client.ListMetadataAsync(ResourceType.Secrets, "ns", new ListOptions(), default)).Error);
    }

    [Fact]
    public async Task A_replace_that_is_answered_about_something_else_is_not_certain()
    {
        using var api = new FakeApi().Answer(Mine.Replace("\"x\"", "\"other\"", StringComparison.Ordinal));
        using var client = api.Client();
        var error = (
            await client.ReplaceAsync(new ObjectAddress(ResourceType.Secrets, "ns", "x"), "{}"u8.ToArray(), DryRun.None, default)
        ).Error;
        Assert.False(error!.CertainlyNotApplied);
    }

    [Fact]
    public async Task An_object_that_inflates_without_end_is_refused()
    {
        using var api = new FakeApi().Answer(Bomb("""{"kind":"Secret","data":{"a":" """, 64));
        using var client = api.Client();
        Assert.Contains(
            "larger than 8 MiB",
            (await client.GetAsync(ResourceType.Secrets, "ns", "x", default)).Error!.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_raw_object_that_inflates_without_end_is_refused()
    {
        using var api = new FakeApi().Answer(Bomb("""{"kind":"Secret","data":{"a":" """, 64));
        using var client = api.Client();
        Assert.Contains(
            "larger than 8 MiB",
            (await client.GetRawAsync(ResourceType.Secrets, "ns", "x", default)).Error!.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_endless_string_in_a_list_is_refused()
    {
        using var api = new FakeApi().Answer(Bomb("""{"kind":"SecretList","items":[{"metadata":{"name":" """, 64));
        using var client = api.Client();
        var answer = await client.ListMetadataAsync(ResourceType.Secrets, "ns", new ListOptions(), default);
        Assert.Contains("one item is larger than 8 MiB", answer.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_beyond_its_budget_is_refused()
    {
        using var endless = new RepeatingStream("""{"kind":"SecretList","items":[""", """{"metadata":{"name":"x","namespace":"ns"}},""");
        using var limited = new LimitedStream(endless, 3 << 20);
        await Assert.ThrowsAsync<InvalidDataException>(() => new ListReader(_ => { }).ReadAsync(limited, default));
    }

    [Fact]
    public async Task A_continue_token_that_repeats_ends_the_list_with_an_error()
    {
        const string page = """{"kind":"SecretList","metadata":{"continue":"c"},"items":[]}""";
        using var api = new FakeApi().Answer(page).Answer(page);
        using var client = api.Client();
        var answer = await client.ListMetadataAsync(ResourceType.Secrets, "ns", new ListOptions(), default);
        Assert.Contains("does not end", answer.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_line_without_end_is_refused()
    {
        using var endless = new RepeatingStream("{\"a\":\"", "aaaaaaaaaaaaaaaa");
        await Assert.ThrowsAsync<InvalidDataException>(() => JsonLines.ReadAsync(endless, _ => ValueTask.CompletedTask, default));
    }

    [Fact]
    public void A_kubeconfig_whose_aliases_multiply_is_refused()
    {
        var bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (var i = 1; i < 12; i++)
            bomb.Append($"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        Assert.Contains(
            "excessive aliasing",
            Assert.Throws<YamlException>(() => YamlTree.Parse(bomb.ToString())).Message,
            StringComparison.Ordinal
        );
    }

    private static void AssertElse(KubeError? error)
    {
        Assert.Equal(KubeErrorKind.BadAnswer, error!.Kind);
        Assert.Contains("answered about something else", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A text that goes on for so many MiB of the letter a, compressed to some KB.</summary>
    private static ByteArrayContent Bomb(string start, int mebibytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(start));
            var block = new byte[1 << 20];
            block.AsSpan().Fill((byte)'a');
            for (var i = 0; i < mebibytes; i++)
                gzip.Write(block);
        }
        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    /// <summary>A beginning, then the same bytes for ever.</summary>
    private sealed class RepeatingStream(string start, string again) : ReadOnlyStream(Null)
    {
        private readonly byte[] first = Encoding.UTF8.GetBytes(start);
        private readonly byte[] more = Encoding.UTF8.GetBytes(again);
        private long position;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            foreach (ref var letter in buffer.Span)
            {
                letter = position < first.Length ? first[position] : more[(position - first.Length) % more.Length];
                position++;
            }
            return ValueTask.FromResult(buffer.Length);
        }

        protected override void OnRead(ReadOnlySpan<byte> read) { }
    }
}
