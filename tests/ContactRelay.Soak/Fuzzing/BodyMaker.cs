using System.Globalization;
using System.IO.Compression;
using System.Text;
using ContactRelay.Soak.Relay;

namespace ContactRelay.Soak.Fuzzing;

/// <summary>Makes bodies: valid ones, mutated ones, and ones that are nothing at all.</summary>
internal sealed class BodyMaker(Random random, Uri sandbox)
{
    private static readonly byte[] Bomb = Gzip(new byte[4 * 1024 * 1024]);
    private static readonly byte[][] Inserted = [[0], [0xFF], [0xC3, 0x28], [0xEF, 0xBB, 0xBF], [0xED, 0xA0, 0x80], "\""u8.ToArray(), "{"u8.ToArray(), "\\u"u8.ToArray(), ","u8.ToArray()];

    private readonly JsonMaker _json = new(random);

    /// <summary>A body that the tenant's routes may well take.</summary>
    public byte[] Valid(string tenant)
    {
        var subject = Subject.All.FirstOrDefault(subject => subject.Tenant == tenant);
        if (subject is null)
        {
            return Encoding.UTF8.GetBytes(random.Next(3) == 0
                ? """{"name":"website"}"""
                : $$"""{"id":"{{tenant}}","provider":"kulea","baseUrl":"{{sandbox}}","apiKeySecret":"tenant-fuzz"}""");
        }

        var values = subject.Fields.Keys.Select(path => KeyValuePair.Create(path, path == "email" ? "soak-1@example.com" : Text()));
        var update = Subject.Update(values).ToJsonString();
        return Encoding.UTF8.GetBytes(random.Next(3) == 0
            ? $"[{string.Join(',', Enumerable.Range(0, random.Next(1, 4)).Select(_ => $$"""{"contactId":"{{subject.Contact(random.Next(9))}}","changes":{{update}}}"""))}]"
            : update);
    }

    /// <summary>Any body.</summary>
    public byte[] Any(string tenant) => random.Next(20) switch
    {
        < 5 => Valid(tenant),
        < 11 => Mutated(Valid(tenant)),
        < 15 => Encoding.UTF8.GetBytes(_json.Value(random.Next(1, 6))),
        < 17 => Encoding.UTF8.GetBytes(_json.Extreme()),
        17 => Encoding.Unicode.GetBytes(_json.Object(2)),
        18 => random.Next(8) == 0 ? Bomb : Gzip(Valid(tenant)),
        _ => Noise(random.Next(16) == 0 ? 200_000 : 600),
    };

    /// <summary>The bytes with some of them changed, taken out, doubled or put in.</summary>
    public byte[] Mutated(byte[] body)
    {
        var bytes = body.ToList();
        for (var i = random.Next(1, 5); i > 0 && bytes.Count > 1; i--)
        {
            var at = random.Next(bytes.Count);
            var length = random.Next(1, Math.Min(bytes.Count - at, 12) + 1);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes.InsertRange(at, Inserted[random.Next(Inserted.Length)]);
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.SmallestSize))
        {
            gzip.Write(bytes);
        }

        return result.ToArray();
    }

    private string Text() => random.Next(3) switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"soak-{random.Next(1000)}"),
        1 => "Zoë & <co> \u202E \U0001F600",
        _ => new string((char)random.Next(0x20, 0xD7FF), random.Next(1, 40)),
    };

    private byte[] Noise(int longest)
    {
        var noise = new byte[random.Next(longest)];
        random.NextBytes(noise);
        return noise;
    }
}
