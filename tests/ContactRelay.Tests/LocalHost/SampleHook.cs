using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ContactRelay.Tests.LocalHost;

/// <summary>A sender of samples/hooks: its tenant's document, its body, and how it signs, written down anew from its documentation.</summary>
internal sealed class SampleHook
{
    /// <summary>The text of every secret of the samples that is text.</summary>
    public const string Secret = "a-secret-of-the-samples";

    /// <summary>The key of the caller of those that send one.</summary>
    public const string CallerKey = "demo-key";

    private static readonly byte[] StandardKey = SHA256.HashData("a standard webhook's key"u8);

    private readonly JsonObject _document;

    public SampleHook(string name)
    {
        Name = name;
        _document = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!.AsObject();
        var file = Directory.EnumerateFiles(Folder, name + ".body.*").Single();
        Body = File.ReadAllBytes(file);
        ContentType = Path.GetExtension(file) switch
        {
            ".multipart" => "multipart/form-data; boundary=" + Encoding.Latin1.GetString(Body).Split("\r\n")[0][2..],
            ".form" => "application/x-www-form-urlencoded",
            _ => "application/json",
        };
    }

    /// <summary>The senders.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.body.*").Select(file => Path.GetFileName(file).Split('.')[0]).Order(StringComparer.Ordinal)];

    /// <summary>The values of all their secrets.</summary>
    public static IReadOnlyDictionary<string, string> Secrets { get; } = Names
        .SelectMany(name => new SampleHook(name).Hook["secrets"]?.AsArray().Select(secret => secret!.GetValue<string>()) ?? [])
        .ToDictionary(secret => secret, secret => secret.StartsWith("acme-shop-hook", StringComparison.Ordinal) ? "whsec_" + Convert.ToBase64String(StandardKey) : Secret);

    public string Name { get; }

    public byte[] Body { get; set; }

    public string ContentType { get; set; }

    public string Tenant => _document["id"]!.GetValue<string>();

    public string Provider => _document["provider"]!.GetValue<string>();

    public string HookName => _document["hooks"]!.AsObject().Single().Key;

    public JsonObject Hook => _document["hooks"]![HookName]!.AsObject();

    private static string Folder => Path.Combine(Repository.Root, "samples", "hooks");

    /// <summary>The document as it stands.</summary>
    public string Document => _document.ToJsonString();

    /// <summary>The document for a tenant at the sandbox, with a caller.</summary>
    public string SandboxDocument()
    {
        var document = _document.DeepClone().AsObject();
        document["baseUrl"] = "SANDBOX";
        document["apiKeySecret"] = "demo-" + Provider;
        document["callers"] = new JsonArray(new JsonObject
        {
            ["name"] = "sender",
            ["keySha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CallerKey))),
            ["hook"] = HookName,
        });
        return document.ToJsonString();
    }

    /// <summary>The request as the sender makes it at this time.</summary>
    public HttpRequestMessage Request(DateTimeOffset now, string secret = Secret)
    {
        var path = $"/api/tenants/{Tenant}/hooks/{HookName}{(Hook["scheme"]!.GetValue<string>() == "path" ? "/" + secret : "")}";
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        foreach (var (name, value) in Headers(now, Encoding.UTF8.GetBytes(secret)))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private (string Name, string Value)[] Headers(DateTimeOffset now, byte[] key)
    {
        var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var milliseconds = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return Name switch
        {
            "typeform" => [("Typeform-Signature", "sha256=" + Base64(key, ""))],
            "tally" => [("Tally-Signature", Base64(key, ""))],
            "webflow" => [("x-webflow-timestamp", milliseconds), ("x-webflow-signature", Convert.ToHexStringLower(HMACSHA256.HashData(key, Signed(milliseconds + ":"))))],
            "hubspot" => [("X-HubSpot-Request-Timestamp", milliseconds), ("X-HubSpot-Signature-v3", Base64(key, "POST" + Hook["publicUrl"]!.GetValue<string>(), milliseconds))],
            "standard-webhooks" => [("webhook-id", "msg_1"), ("webhook-timestamp", seconds), ("webhook-signature", "v1," + Base64(StandardKey, $"msg_1.{seconds}."))],
            "google-forms" => [("X-Timestamp", milliseconds), ("X-Signature", Base64(key, milliseconds + "."))],
            "hmac" => [("X-Billing-Event", "ev-1"), ("X-Billing-Time", seconds), ("X-Billing-Signature", "v2=" + Convert.ToHexStringLower(HMACSHA512.HashData(key, Signed(seconds + ".POST."))))],
            "bearer" or "gravity-forms" => [("Authorization", "Bearer " + CallerKey)],
            _ => [],
        };
    }

    private string Base64(byte[] key, string before, string after = "") => Convert.ToBase64String(HMACSHA256.HashData(key, Signed(before, after)));

    private byte[] Signed(string before, string after = "") => [.. Encoding.UTF8.GetBytes(before), .. Body, .. Encoding.UTF8.GetBytes(after)];
}
