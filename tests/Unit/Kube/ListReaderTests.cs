using System.Text;
using System.Text.Json;
using Helmstuck.Kube;
using Helmstuck.Kube.Resources;
using Helmstuck.Kube.Wire;

namespace Helmstuck.Tests.Unit.Kube;

public sealed class ListReaderTests
{
    // Here, so that it does not run beside the test that measures memory.
    [Theory]
    [InlineData("""{"metadata":{"name":"x","namespace":"ns"}}""")]
    [InlineData("""{"metadata":{"name":"x","namespace":"ns"},"spec":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}""")]
    public async Task A_list_whose_small_items_fill_the_memory_is_refused(string item)
    {
        var page =
            $$"""{"kind":"SecretList","metadata":{"continue":"c"},"items":[{{string.Join(',', Enumerable.Repeat(item, 20_000))}}]}""";
        using var api = new FakeApi();
        for (var number = 0; number < 40; number++)
            api.Answer(page.Replace("\"c\"", $"\"c{number}\"", StringComparison.Ordinal));
        using var client = api.Client();
        Assert.Contains(
            "its items take up more than 112 MiB of memory",
            (await client.ListAsync(ResourceType.Secrets, "ns", new ListOptions(), default)).Error!.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Reads_the_same_however_the_bytes_are_cut()
    {
        var random = new Random(1);
        for (var round = 0; round < 300; round++)
        {
            var names = Enumerable
                .Range(0, random.Next(0, 30))
                .Select(number => $"sécret-{number}-{new string('x', random.Next(0, 400))}")
                .ToList();
            var itemsFirst = random.Next(2) == 0;
            var items =
                "\"items\":["
                + string.Join(
                    ",",
                    names.Select(name =>
                        $$$$"""{"metadata":{"name":"{{{{name}}}}","labels":{"a":"}]"},"managedFields":[{"fieldsV1":{"f:x":{}}}]}}"""
                    )
                )
                + "]";
            var meta =
                """ "kind":"PartialObjectMetadataList", "apiVersion":"meta.k8s.io/v1","extra":{"items":[1,{"a":[]}]},"metadata":{"resourceVersion":"77","continue":"next"}""";
            var json = $"{{{(itemsFirst ? items : meta)} , {(itemsFirst ? meta : items)}}}\n";
            var read = new List<string>();
            var reader = new ListReader(item => read.Add(ObjectMeta.From(item).Name));
            await reader.ReadAsync(new Dribble(Encoding.UTF8.GetBytes(json), random, round % 3 == 0 ? 1 : 5000), default);
            Assert.Equal(names, read);
            Assert.Equal(
                ("PartialObjectMetadataList", "meta.k8s.io/v1", "77", "next"),
                (reader.Kind, reader.ApiVersion, reader.ResourceVersion, reader.Continue)
            );
        }
    }

    [Fact]
    public async Task Null_items_are_no_items()
    {
        var reader = new ListReader(_ => Assert.Fail("there is no item"));
        await reader.ReadAsync(
            new MemoryStream("""{"kind":"SecretList","metadata":{"resourceVersion":"5"},"items":null}"""u8.ToArray()),
            default
        );
        Assert.Equal("5", reader.ResourceVersion);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("""{"items":{}}""")]
    [InlineData("""{"items":[{"metadata":{}}""")]
    [InlineData("""{"items":[]}}""")]
    public async Task What_is_no_list_is_a_JsonException(string text) =>
        await Assert.ThrowsAnyAsync<JsonException>(() =>
            new ListReader(_ => { }).ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), default)
        );

    [Fact]
    public async Task Memory_does_not_grow_with_the_list()
    {
        const int items = 200_000;
        var item = Encoding.UTF8.GetBytes(
            $$"""{"metadata":{"name":"sh.helm.release.v1.web.v1","labels":{"owner":"helm"},"annotations":{"a":"{{new string('x', 600)}}"} } },"""
        );
        var count = 0;
        var peak = 0L;
        var reader = new ListReader(_ =>
        {
            if (++count % 20_000 == 0)
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true));
        });
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await reader.ReadAsync(new Repeated("""{"kind":"L","items":["""u8.ToArray(), item, items, "{}]}"u8.ToArray()), default);
        Assert.Equal(items + 1, count);
        // 140 MB went by. Other tests run beside this one, so the bound is loose.
        Assert.True(peak - before < 60_000_000, $"{peak - before} bytes more");
    }

    /// <summary>Gives its bytes in small pieces of random size.</summary>
    private sealed class Dribble(byte[] bytes, Random random, int most) : ReadOnlyBytes
    {
        private int at;

        protected override int Take(Span<byte> buffer)
        {
            var count = Math.Min(Math.Min(buffer.Length, random.Next(1, most + 1)), bytes.Length - at);
            bytes.AsSpan(at, count).CopyTo(buffer);
            at += count;
            return count;
        }
    }

    private sealed class Repeated(byte[] head, byte[] body, int times, byte[] tail) : ReadOnlyBytes
    {
        private int part;
        private int at;

        protected override int Take(Span<byte> buffer)
        {
            if (part > times + 1)
                return 0;
            var source =
                part == 0 ? head
                : part <= times ? body
                : tail;
            var count = Math.Min(buffer.Length, source.Length - at);
            source.AsSpan(at, count).CopyTo(buffer);
            at += count;
            if (at == source.Length)
                (part, at) = (part + 1, 0);
            return count;
        }
    }

    private abstract class ReadOnlyBytes() : ReadOnlyStream(Stream.Null)
    {
        protected abstract int Take(Span<byte> buffer);

        public override int Read(Span<byte> buffer) => Take(buffer);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Take(buffer.Span));

        protected override void OnRead(ReadOnlySpan<byte> read) { }
    }
}
