using System.Security.Cryptography;
using System.Text;
using ContactRelay.Intake.Hooks;
using Xunit;

namespace ContactRelay.Tests.Intake.Hooks;

/// <summary>Signatures as the senders publish them, and what differs from them by a little.</summary>
public sealed class SignatureCheckTests
{
    // Of the reference libraries: https://github.com/standard-webhooks/standard-webhooks/tree/main/libraries.
    private const string StandardSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string StandardBody = """{"test": 2432232314}""";
    private const string StandardSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private const string OtherSignature = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=";
    private const string StandardTime = "1614265330";

    // Of a published client: github.com/slickteam, HubSpotWebHookSignatureUtilsTest.
    private const string HubSpotBody = """[{"eventId":100,"subscriptionId":2439752,"portalId":8136442,"occurredAt":1704970386905,"subscriptionType":"deal.propertyChange","attemptNumber":0,"objectId":123,"changeSource":"CRM","propertyName":"dealstage","propertyValue":"sample-value"}]""";
    private const string HubSpotSecret = "3da21a3d-5964-494c-a638-c56abb76d825";

    [Theory]
    [InlineData(StandardSignature, HookVerdict.Verified)]
    [InlineData(OtherSignature + " v2,x " + StandardSignature + " " + OtherSignature, HookVerdict.Verified)]
    [InlineData(OtherSignature, HookVerdict.Refused)]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLawdd", HookVerdict.Refused)]
    [InlineData("v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", HookVerdict.Refused)]
    [InlineData("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", HookVerdict.Refused)]
    [InlineData("v1,", HookVerdict.Refused)]
    [InlineData("", HookVerdict.Refused)]
    [InlineData(null, HookVerdict.Refused)]
    public void Run_standard_webhooks_takes_any_signature_that_fits(string? signature, HookVerdict expected) =>
        Assert.Equal(expected, RunStandard(new() { ["webhook-signature"] = signature }));

    [Theory]
    [InlineData("webhook-id", null)]
    [InlineData("webhook-id", "msg_other")]
    [InlineData("webhook-timestamp", null)]
    [InlineData("webhook-timestamp", "1614265331")]
    public void Run_standard_webhooks_with_another_header_is_refused(string name, string? value) =>
        Assert.Equal(HookVerdict.Refused, RunStandard(new() { ["webhook-signature"] = StandardSignature, [name] = value }));

    [Theory]
    [InlineData(-300, HookVerdict.Verified)]
    [InlineData(-301, HookVerdict.Stale)]
    [InlineData(300, HookVerdict.Verified)]
    [InlineData(301, HookVerdict.Stale)]
    public void Run_standard_webhooks_allows_five_minutes_either_way(int seconds, HookVerdict expected) =>
        Assert.Equal(expected, RunStandard(new() { ["webhook-signature"] = StandardSignature }, seconds: seconds));

    [Fact]
    public void Run_standard_webhooks_takes_a_secret_without_its_prefix() =>
        Assert.Equal(HookVerdict.Verified, RunStandard(new() { ["webhook-signature"] = StandardSignature }, StandardSecret["whsec_".Length..]));

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("whsec_not base64!")]
    public void ReadKey_of_what_is_no_base64_is_none(string secret) => Assert.Null(SignatureCheck.ReadKey(Preset("standard-webhooks"), secret));

    [Theory]
    [InlineData("POST", "https://api.beta/webhooks", HookVerdict.Verified)]
    [InlineData("POST", "https%3A%2f%2Fapi.beta/webhooks", HookVerdict.Verified)]
    [InlineData("PUT", "https://api.beta/webhooks", HookVerdict.Refused)]
    [InlineData("POST", "http://api.beta/webhooks", HookVerdict.Refused)]
    [InlineData("POST", "https://api.beta/webhooks?a=1", HookVerdict.Refused)]
    public void Run_hubspot_signs_the_method_and_the_decoded_url(string method, string url, HookVerdict expected) => Assert.Equal(
        expected,
        Run("hubspot", method, url, HubSpotBody, HubSpotSecret, 1704975585199, new() { ["X-HubSpot-Request-Timestamp"] = "1704975585199", ["X-HubSpot-Signature-v3"] = "IirHW2rKOnmjwy3EF7Czp86mGntxQZVDVhKTlGj5jx8=" }));

    [Fact]
    public void Run_hubspot_behind_a_proxy_goes_by_the_public_url() => Assert.Equal(
        HookVerdict.Verified,
        SignatureCheck.Run(
            Preset("hubspot"),
            Request("POST", "http://10.0.0.4:8080/webhooks", HubSpotBody, new() { ["X-HubSpot-Request-Timestamp"] = "1704975585199", ["X-HubSpot-Signature-v3"] = "IirHW2rKOnmjwy3EF7Czp86mGntxQZVDVhKTlGj5jx8=" }),
            "https://api.beta/webhooks",
            [Encoding.UTF8.GetBytes(HubSpotSecret)],
            DateTimeOffset.FromUnixTimeMilliseconds(1704975585199)));

    // python3 -c "import hmac,hashlib,base64;print(base64.b64encode(hmac.new(b's3cret',b'{\"a\":\"\xc3\xa9\"}',hashlib.sha256).digest()))", and with .hexdigest() and b'1769860800000:' before the body for Webflow.
    [Theory]
    [InlineData("typeform", "Typeform-Signature", "sha256=zNrIxNa5zzJ6mdXuDnws2pChxRcXOKagD6TKpepFmg4=")]
    [InlineData("tally", "Tally-Signature", "zNrIxNa5zzJ6mdXuDnws2pChxRcXOKagD6TKpepFmg4=")]
    [InlineData("webflow", "x-webflow-signature", "ba1b0869e5417a0fc97ced00a39dd709c7252bc11ebe4fce1bb2572325953251")]
    public void Run_of_a_sender_fits_what_another_implementation_signed(string sender, string header, string signature)
    {
        var headers = new Dictionary<string, string?> { [header] = signature, ["x-webflow-timestamp"] = "1769860800000" };

        var right = Run(sender, "POST", "https://a.example", "{\"a\":\"é\"}", "s3cret", 1769860800000, headers);
        var otherBody = Run(sender, "POST", "https://a.example", "{\"a\":\"e\"}", "s3cret", 1769860800000, headers);
        var otherSecret = Run(sender, "POST", "https://a.example", "{\"a\":\"é\"}", "s3crets", 1769860800000, headers);

        Assert.Equal((HookVerdict.Verified, HookVerdict.Refused, HookVerdict.Refused), (right, otherBody, otherSecret));
    }

    [Theory]
    [InlineData("1769860800000", 0, HookVerdict.Verified)]
    [InlineData("1769860800000", 300_001, HookVerdict.Stale)]
    [InlineData("1769860800", 0, HookVerdict.Stale)]
    [InlineData("9223372036854775807", 0, HookVerdict.Stale)]
    [InlineData("-5", 0, HookVerdict.Stale)]
    [InlineData("now", 0, HookVerdict.Stale)]
    public void Run_webflow_counts_in_milliseconds(string timestamp, int later, HookVerdict expected)
    {
        var signature = Convert.ToHexString(HMACSHA256.HashData("s"u8, Encoding.UTF8.GetBytes(timestamp + ":{}")));

        var verdict = Run(
            "webflow", "POST", "https://a.example", "{}", "s", 1769860800000 + later, new() { ["x-webflow-timestamp"] = timestamp, ["x-webflow-signature"] = signature });

        Assert.Equal(expected, verdict);
    }

    // By python's hmac too.
    [Theory]
    [InlineData("sha1", "4fb686ccbd91db4b82423953a17a86a3871582a5")]
    [InlineData("sha256", "cb6ca438ebc58f521253807f82af7832fb9c4e8c500a7dda6f42e24fd7910db0")]
    [InlineData("sha384", "bacedd96019081fbe702761eb24df6f943e87898cc34cb256f6861a065e144bcbfb15146c92addd68eca79d57768d8bb")]
    [InlineData("sha512", "47b98ee70a72a30ce3f92116f0754df5f34363e7196085c6ebe442f0a25f6afbf81402bbc0291c8c02100f550019ed053e4957f570e362048fd8d034071c4397")]
    public void Run_knows_each_algorithm_and_any_of_the_keys(string algorithm, string signature)
    {
        var scheme = new HmacScheme { Header = "S", Algorithm = algorithm, Prefix = "p=", Signed = "{method} {url}\n{body}" };
        var request = Request("POST", "https://a.example/x?y=%20", "hello", new() { ["S"] = "p=" + signature });

        Assert.Equal(HookVerdict.Verified, SignatureCheck.Run(scheme, request, null, ["k1"u8.ToArray(), "k2"u8.ToArray()], default));
        Assert.Equal(HookVerdict.Refused, SignatureCheck.Run(scheme, request, null, ["k1"u8.ToArray()], default));
        Assert.Equal(HookVerdict.Refused, SignatureCheck.Run(scheme, request, null, [], default));
    }

    private static HookVerdict RunStandard(Dictionary<string, string?> headers, string secret = StandardSecret, int seconds = 0)
    {
        headers.TryAdd("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek");
        headers.TryAdd("webhook-timestamp", StandardTime);
        return Run("standard-webhooks", "POST", "https://a.example", StandardBody, secret, (1614265330L + seconds) * 1000, headers);
    }

    private static HookVerdict Run(
        string sender, string method, string url, string body, string secret, long nowMs, Dictionary<string, string?> headers) => SignatureCheck.Run(
        Preset(sender), Request(method, url, body, headers), null, [SignatureCheck.ReadKey(Preset(sender), secret)!], DateTimeOffset.FromUnixTimeMilliseconds(nowMs));

    private static HookRequest Request(string method, string url, string body, Dictionary<string, string?> headers) =>
        new(method, url, name => headers.GetValueOrDefault(name), Encoding.UTF8.GetBytes(body));

    private static HmacScheme Preset(string sender) => HookPreset.All[sender].Hmac;
}
