using ContactRelay.Contacts;
using ContactRelay.Providers;
using ContactRelay.Providers.Bosscart;
using ContactRelay.Providers.CampaignLark;
using ContactRelay.Providers.Everlytic;
using ContactRelay.Providers.Kulea;
using ContactRelay.Tests.Delivery;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ContactRelay.Tests.Providers;

/// <summary>Whatever a contact's id holds, a call goes to the provider's own path and one segment.</summary>
public sealed class ProviderUrlTests
{
    private const string Nasty = "/\\%~.:; +?#&=@!$'()*,[]|\"<>^`{}a12eEfF5cCé联\u200E\u202E\u2066\uFEFF\uFF0F\uFF0E\u2025\u00AD";

    private static readonly Dictionary<string, (IContactProvider Provider, string Prefix)> Calls = new()
    {
        ["kulea"] = (new KuleaProvider(), "/rest/api/users/"),
        ["bosscart"] = (new BosscartProvider(), "/api/site/contacts/"),
        ["campaignlark"] = (new CampaignLarkProvider(), "/v1/contacts/"),
        ["everlytic"] = (new EverlyticProvider(), "/api/2.0/contacts/"),
    };

    [Theory]
    [InlineData("kulea")]
    [InlineData("bosscart")]
    [InlineData("campaignlark")]
    [InlineData("everlytic")]
    public void BuildRequest_of_any_id_is_the_prefix_and_one_segment(string call)
    {
        var (provider, prefix) = Calls[call];
        var ids = Gen.Frequency(
            (3, Gen.Elements(Nasty.ToCharArray()).ArrayOf().Select(chars => new string(chars))),
            (1, Gen.Choose(0, int.MaxValue).Select(number => $"{number}")));

        Prop.ForAll(ids.Where(id => ContactId.Check(id) is null).ToArbitrary(), id =>
        {
            var built = provider.BuildRequest(id, ProviderCalls.Patch(call), ContactFields.Empty, ProviderCalls.Tenant(call, "https://provider.example/base"), "key");
            if (built.Request is not { } request)
            {
                return built.Errors.Any(error => error.Pointer == FieldError.ContactIdPointer);
            }

            using var message = new HttpRequestMessage(request.Method, request.Url);
            var sent = message.RequestUri!;
            var segment = sent.AbsoluteUri[$"https://provider.example/base{prefix}".Length..];
            return sent.AbsoluteUri.StartsWith($"https://provider.example/base{prefix}", StringComparison.Ordinal)
                && sent.PathAndQuery == $"/base{prefix}{segment}"
                && !segment.AsSpan().ContainsAny("/\\?#")
                && segment is not ("." or "..")
                && Uri.UnescapeDataString(segment) == id;
        }).QuickCheckThrowOnFailure();
    }
}
