import { expect, test } from 'vitest';
import { sensorSize } from '../../../converters/import/sensor-sizes.js';

/** EXIF's Make, the sensor's long side in millimetres, Models. */
test.each<[string, number, readonly string[]]>([
  ['OLYMPUS IMAGING CORP.', 17.3, ['E-M5', 'E-M10MarkIV', 'E-M1X', 'E-P1', 'E-PL10', 'E-PM2', 'PEN-F', 'E-1', 'E-620']],
  ['OM Digital Solutions', 17.3, ['OM-1', 'OM-1MarkII', 'OM-5']],
  ['Panasonic', 17.3, ['DMC-G1', 'DMC-GH2', 'DC-GX9', 'DC-G9M2', 'DMC-L1', 'DMC-L10']],
  ['NIKON CORPORATION', 23.5, ['NIKON D1X', 'NIKON D40', 'NIKON D70s', 'NIKON D300S', 'NIKON D3500', 'NIKON D5600']],
  ['NIKON CORPORATION', 23.5, ['NIKON D7000', 'NIKON Z 50', 'NIKON Z fc']],
  ['NIKON CORPORATION', 13.2, ['NIKON 1 J5', 'NIKON 1 AW1']],
  ['Canon', 36, ['Canon EOS 5D', 'Canon EOS 5D Mark IV', 'Canon EOS 6D Mark II', 'Canon EOS-1D X Mark III']],
  ['Canon', 36, ['Canon EOS-1DS', 'Canon EOS-1Ds Mark III']],
  ['Canon', 28.3, ['Canon EOS-1D', 'Canon EOS-1D Mark II N', 'Canon EOS-1D Mark IV']],
  ['Canon', 22.4, ['Canon EOS D30', 'Canon EOS 7D Mark II', 'Canon EOS 90D', 'Canon EOS 300D DIGITAL']],
  ['Canon', 22.4, ['Canon EOS 200D II', 'Canon EOS DIGITAL REBEL XT', 'Canon EOS Rebel T7i', 'Canon EOS Kiss X9']],
  ['Canon', 22.4, ['Canon EOS M', 'Canon EOS M50', 'Canon EOS Kiss M']],
  ['SONY', 23.5, ['ILCE-3000', 'ILCE-5100', 'ILCE-6700', 'NEX-5N', 'NEX-C3', 'DSLR-A100', 'DSLR-A290']],
  ['PENTAX Corporation', 23.5, ['PENTAX *ist DS', 'PENTAX K100D Super', 'PENTAX K10D']],
  ['RICOH IMAGING COMPANY, LTD.', 23.5, ['PENTAX K-3 II', 'PENTAX K-70', 'PENTAX KP', 'PENTAX K-5 II s']],
  ['FUJIFILM', 23.5, ['X-Pro1', 'X-E2S', 'X-T1', 'X-T20', 'X-A1']],
  ['SIGMA', 20.7, ['SIGMA SD9', 'SIGMA SD14']],
  ['SIGMA', 23.5, ['SIGMA SD1', 'SIGMA SD1 Merrill']],
  ['Leica Camera AG', 27, ['M8 Digital Camera', 'M8.2 Digital Camera']],
  ['LEICA CAMERA AG', 36, ['M9 Digital Camera', 'LEICA M9', 'LEICA M (Typ 240)', 'LEICA M10-R', 'M Monochrom']],
])('%s: %d mm', (make, long, models) => {
  const found = models.map((model) => [model, sensorSize(make, `${model}    `)?.[0]]);
  expect(found).toEqual(models.map((model) => [model, long]));
});

test.each<[string, string, readonly string[]]>([
  ['compacts', 'OLYMPUS OPTICAL CO.,LTD', ['E-10', 'E-20,E-20N,E-20P', 'E-100RS', 'OM-1', 'TG-6']],
  ['compacts', 'Panasonic', ['DMC-LX100', 'DMC-LC1', 'DMC-FZ1000']],
  ['compacts, and medium format', 'FUJIFILM', ['X-S1', 'X10', 'X100V', 'XQ1', 'GFX 50R']],
  ['compacts', 'Canon', ['Canon PowerShot G7', 'Canon PowerShot SD10']],
  ['compacts, and medium format', 'PENTAX', ['PENTAX Q', 'PENTAX 645D', 'PENTAX Optio S4']],
  ['may crop to DX', 'NIKON CORPORATION', ['NIKON D3', 'NIKON D700', 'NIKON D850', 'NIKON Df', 'NIKON Z 6_2']],
  ['may crop by 1.3', 'NIKON CORPORATION', ['NIKON D2X', 'NIKON D500', 'NIKON D7100', 'NIKON D7500']],
  ['may crop to APS-C', 'SONY', ['ILCE-7', 'ILCE-7M4', 'ILCE-9', 'ILCE-1', 'SLT-A99', 'DSLR-A900', 'ILCA-99M2']],
  ['may crop to APS-C', 'Canon', ['Canon EOS R', 'Canon EOS R5', 'Canon EOS RP', 'Canon EOS 5DS R']],
  ['may crop to APS-C', 'PENTAX', ['PENTAX K-1', 'PENTAX K-1 Mark II']],
  ['may crop to APS-C', 'Panasonic', ['DC-S1', 'DC-S5M2']],
  ['may crop to APS-C', 'SIGMA', ['SIGMA fp', 'SIGMA fp L']],
  ['may crop', 'LEICA CAMERA AG', ['LEICA SL2', 'LEICA M11', 'LEICA Q2']],
  ['may crop by 1.25', 'FUJIFILM', ['X-T3', 'X-T30', 'X-H2', 'X-S10']],
  ['phones', 'Apple', ['iPhone 12', 'E-M5']],
  ['nothing', '', ['', 'E-M5', 'NIKON D70']],
])('not sure: %s (%s)', (_, make, models) => {
  expect(models.filter((model) => sensorSize(make, model) !== undefined)).toEqual([]);
});
