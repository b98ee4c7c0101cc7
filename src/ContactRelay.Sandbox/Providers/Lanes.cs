using ContactRelay.Sandbox.Contacts;
using ContactRelay.Sandbox.Http;
using ContactRelay.Sandbox.Providers.Bosscart;
using ContactRelay.Sandbox.Providers.CampaignLark;
using ContactRelay.Sandbox.Providers.Everlytic;
using ContactRelay.Sandbox.Providers.Kulea;

namespace ContactRelay.Sandbox.Providers;

/// <summary>The five provider calls. Everlytic's two share their contacts and nothing else.</summary>
internal sealed class Lanes
{
    private readonly Lane[] _lanes;

    public Lanes(ContactStore store)
    {
        var kulea = new ContactBook(store, "kulea", KnownIds.IsArchived);
        var bosscart = new ContactBook(store, "bosscart");
        var campaignLark = new ContactBook(store, "campaignlark");
        var everlytic = new ContactBook(store, "everlytic");
        _lanes =
        [
            new Lane(new KuleaStandIn(kulea), kulea),
            new Lane(new BosscartStandIn(bosscart), bosscart),
            new Lane(new CampaignLarkStandIn(campaignLark), campaignLark),
            new Lane(new EverlyticStandIn(everlytic), everlytic),
            new Lane(new EverlyticXmlRpcStandIn(everlytic), everlytic),
        ];
    }

    public string Names => string.Join(", ", _lanes.Select(lane => lane.StandIn.Name));

    public Lane? Named(string name) => Array.Find(_lanes, lane => lane.StandIn.Name == name);

    public Lane? For(RawTarget target)
    {
        foreach (var lane in _lanes)
        {
            if (target.StartsWith(lane.StandIn.Root))
            {
                return lane;
            }
        }

        return null;
    }
}
